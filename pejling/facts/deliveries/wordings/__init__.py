"""The sentences behind the codes: for each code what is wrong and how to mend it. *Pure.*"""


def N_(text: str) -> str:
    """Mark a text for translation where it stands; it is translated when it is shown."""
    return text
