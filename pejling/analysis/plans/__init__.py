"""Plans as plain values: goals with their weights, measures, actions, dates as said. Pure Python, no Django."""
