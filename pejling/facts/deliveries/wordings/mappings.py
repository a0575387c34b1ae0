"""What can be wrong with a mapping. *Pure.*"""

from __future__ import annotations

from pejling.facts.deliveries.wordings import N_

#: code -> (what is wrong, how to mend it); ``code.near`` where there is a word that was probably meant.
WORDS: dict[str, tuple[str, str]] = {
    "no_title": (
        N_("The mapping has no title."),
        N_("Write what you call the system or the file it is for."),
    ),
    "no_such_mapping": (
        N_("There is no mapping called %(name)s."),
        N_("There are: %(known)s."),
    ),
    "no_such_mapping.near": (
        N_("There is no mapping called %(name)s."),
        N_("Did you mean %(near)s?"),
    ),
    "not_a_text_file": (
        N_("The file %(file)s isn't a text file in UTF-8, or it is too large."),
        N_("Save it as UTF-8."),
    ),
    "not_yaml": (
        N_("The mapping isn't valid YAML (line %(line)s)."),
        N_("Check indentation, colons and quotation marks there."),
    ),
    "empty_document": (
        N_("The mapping is empty."),
        N_("See docs/mappings.md for an example."),
    ),
    "yaml_too_large": (
        N_("The mapping is too large (limit %(limit)s)."),
        N_("Move code lists to files of their own."),
    ),
    "too_many_aliases": (
        N_("The mapping repeats itself too often by aliases (line %(line)s)."),
        N_("Write the repeated parts out."),
    ),
    "too_deep": (
        N_("The mapping is nested too deeply (line %(line)s)."),
        N_("Check the indentation there."),
    ),
    "yaml_tag": (
        N_("Line %(line)s of the mapping uses a YAML tag, %(tag)s."),
        N_("Write plain text, numbers, lists and sections only."),
    ),
    "yaml_key": (
        N_("A key in line %(line)s of the mapping isn't text."),
        N_("Write the key as text."),
    ),
    "key_twice": (
        N_("%(path)s stands twice in the mapping (line %(line)s)."),
        N_("Remove one of them."),
    ),
    "not_a_section": (
        N_("%(path)s should be a section with keys."),
        N_("See docs/mappings.md."),
    ),
    "missing_key": (
        N_("%(path)s is missing in the mapping."),
        N_("Add it; see docs/mappings.md."),
    ),
    "missing_key.near": (
        N_("%(path)s is missing in the mapping."),
        N_("Did you write it as %(near)s?"),
    ),
    "unknown_key": (
        N_("%(path)s isn't something a mapping can say."),
        N_("Known here: %(known)s."),
    ),
    "unknown_key.near": (
        N_("%(path)s isn't something a mapping can say."),
        N_("Did you mean %(near)s?"),
    ),
    "not_a_text": (
        N_("%(path)s should be text."),
        N_("Write a text, or a list of texts."),
    ),
    "not_a_whole_number": (
        N_("%(path)s should be a whole number, not %(found)s."),
        N_("Write digits only."),
    ),
    "not_a_truth": (
        N_("%(path)s should be true or false, not %(found)s."),
        N_("Write true or false."),
    ),
    "unknown_value": (
        N_("%(path)s can't be %(found)s."),
        N_("It can be: %(known)s."),
    ),
    "unknown_value.near": (
        N_("%(path)s can't be %(found)s."),
        N_("Did you mean %(near)s?"),
    ),
    "not_a_list": (
        N_("%(path)s should be a list."),
        N_("Begin each item on a line of its own with a hyphen."),
    ),
    "out_of_range": (
        N_("%(path)s can't be %(found)s."),
        N_("It can be from %(lowest)s to %(highest)s."),
    ),
    "repeated": (
        N_("%(path)s names the same twice."),
        N_("Remove one of them."),
    ),
    "empty": (
        N_("%(path)s is empty."),
        N_("Fill it in or leave it out."),
    ),
    "empty_section": (
        N_("%(path)s is empty."),
        N_("Fill it in or leave it out."),
    ),
    "nothing_required": (
        N_("%(path)s has no required column, so no file can be recognised by it."),
        N_("Mark the columns a file can't do without as required, or give file_name."),
    ),
    "no_position": (
        N_("%(path)s needs a position, since the file has no header."),
        N_("Give the column's number, from 1."),
    ),
    "no_name_or_position": (
        N_("%(path)s has neither names nor a position."),
        N_("Give at least one name, or the column's number."),
    ),
    "hash_and_identifier": (
        N_("%(path)s can't be both hash and identifier."),
        N_("hash is for CPR numbers, identifier for other numbers."),
    ),
    "dot_in_label": (
        N_("%(path)s: a label can't contain a dot."),
        N_("The dot stands between file and column; choose another label."),
    ),
    "unknown_label": (
        N_("%(path)s names the column %(label)s, which no file here has."),
        N_("There are: %(known)s."),
    ),
    "unknown_label.near": (
        N_("%(path)s names the column %(label)s, which no file here has."),
        N_("Did you mean %(near)s?"),
    ),
    "unknown_file": (
        N_("%(path)s names the file %(file)s, which the mapping doesn't describe."),
        N_("There are: %(known)s."),
    ),
    "unknown_table": (
        N_("%(path)s: there is no table %(table)s."),
        N_("There are: %(known)s."),
    ),
    "unknown_column": (
        N_("%(path)s: the table has no column %(column)s."),
        N_("There are: %(known)s."),
    ),
    "missing_column_rule": (
        N_("%(path)s doesn't say where %(column)s comes from, and %(table)s can't do without it."),
        N_("Add a rule for it."),
    ),
    "key_not_made": (
        N_("%(path)s: the key of %(table)s isn't made by the mapping, or is given as a column already."),
        N_("Remove the key."),
    ),
    "bad_join": (
        N_("%(path)s can't join %(file)s: with itself, twice, or by no column."),
        N_("Name another file and the columns they share."),
    ),
    "unknown_rule": (
        N_("%(path)s is no rule a mapping knows."),
        N_("A rule is a column's label, a list of rules, or one of: %(known)s."),
    ),
    "wrong_type": (
        N_("%(path)s: that kind of rule doesn't give a %(type)s, as %(column)s needs."),
        N_("Use another rule."),
    ),
    "not_month_day": (
        N_("%(path)s should be month and day, such as 02-01 (day 28 at most)."),
        N_("Write two digits, a hyphen and two digits."),
    ),
    "no_such_code_list": (
        N_("%(path)s: there is no code list %(name)s."),
        N_("Name one under codes, or put the file in codes/."),
    ),
    "code_gives_nothing": (
        N_("%(path)s: the code %(code)s gives none of the values the column can have."),
        N_("It can have: %(known)s."),
    ),
}
