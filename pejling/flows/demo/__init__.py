"""The demo organisation: an invented school, generated as the files a school would have.

Pure Python: nothing here imports Django, and time and seed are arguments. ``generate.generate`` is the entrance;
``docs/demo.md`` says what is in the data and what every number was chosen to be.
"""
