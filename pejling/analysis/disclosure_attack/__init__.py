"""The attacker: what can be worked out from published tables with hidden cells, by whoever can add and subtract.

It shares the reader of files and the description of a table with the suppressor, and nothing else: what one of them
gets wrong, the other one finds.
"""
