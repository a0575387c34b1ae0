"""Publishing tables of counts without giving anyone away: which cells are hidden, and the proof that it is enough.

`tables` and `reading` say what a table is, `structure` what adds up to what, `problem` what a cell may cost and how
far it may move, `moving` and `complement` find what more must be hidden, `optimum` does so at the least cost where
there is time, `suppression` puts it together. The attacker stands in a package of its own and shares only the reader.
"""
