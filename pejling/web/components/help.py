"""What each page is, for somebody who sees it for the first time: one place, one entry per address.

Shown at the top of the page, folded away; a page without an entry fails tests/integration/web/test_help.py.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pejling.web.components.help_plan_life import HELP as PLAN_LIFE
from pejling.web.components.help_publishing import HELP as PUBLISHING
from pejling.web.components.help_with_work import HELP_WITH_WORK
from pejling.web.components.help_year import HELP as YEAR

#: name of the address -> paragraphs
HELP: dict[str, tuple[str | Promise, ...]] = {
    **PUBLISHING,
    **YEAR,
    **PLAN_LIFE,
    "letting_in": (
        _(
            "An invitation works once, and for the days it says. Sent again it gets a new address, and the old one "
            "stops working. Whoever has tried too many wrong passwords or codes is locked out for a quarter of an "
            "hour; you can unlock before that, when you know that it was the person."
        ),
        _(
            "Students are shown only to whoever logs in with a second factor. Somebody who has lost both telephone "
            "and recovery codes can't log in until you remove the second factor here."
        ),
    ),
    "letting_in_factor": (
        _(
            "Whoever has the password but not the telephone is perhaps not the person: call back before you remove "
            "it."
        ),
    ),
    "mails": (
        _(
            "Every mail Pejling was asked to send from the school. A mail that waits is tried again by itself; one "
            "that wasn't sent says why. Mails about a person's own password aren't listed: they are the person's."
        ),
    ),
    "mails_one": (
        _("The text as it was sent, with dots where an address stood that only its reader may have."),
    ),
    "retention": (
        _(
            "Each row is an intake or a class, followed from its first day. A cell is the share that has neither "
            "interrupted nor changed programme that many months after the start. Who has completed counts as "
            "retained, and a student who changes class stays in the first one."
        ),
        _(
            "A month that not everybody has reached is provisional (*) and estimated by a life table; a month that "
            "nobody has reached is blank."
        ),
        _(
            "Everything you choose stands in the page's address: copy the link, and a colleague sees the same."
        ),
    ),
    "plans": (
        _(
            "Each plan is a tree of goals with what they are measured by and what is done. A draft may be changed by "
            "those who work with plans; what has been adopted keeps its words, and is revised by a new plan."
        ),
    ),
    **HELP_WITH_WORK,
    "plans_new": (
        _(
            "A plan begins as a draft that only the school sees. Next year's plan is made as a copy of this year's."
        ),
    ),
    "plans_step": (_("Every step says what it means before it is taken; most of them can be taken back."),),
    "plans_check": (
        _(
            "What the kind of plan asks for and isn't there, with a link to the field. What needn't be there is "
            "accepted by whoever adopts plans, with the reason, and stays listed. Contradictions, such as a meeting "
            "dated before its group exists, are pointed out; you judge them."
        ),
    ),
    "plans_compare": (
        _(
            "This plan as it is now beside an earlier version, the plan it takes the place of or another of its kind."
        ),
    ),
    "plans_move": (_("Order and place in the tree; history, weight and result go along."),),
    "plans_place": (
        _(
            "One action may serve several plans: it is done once, has one state, and each plan weighs it on its own."
        ),
    ),
    "plans_remove": (_("Nothing is lost by a wrong press: what is taken out can be put back as it was."),),
    "plans_action": (
        _(
            "One action has one state and one history, however many plans it serves; each plan weighs it on its own."
        ),
    ),
    "plans_part": (
        _(
            "Save often: every text that is changed is kept in the history. If somebody else writes in the same "
            "field meanwhile, nothing is saved over: both texts are shown beside each other. Without a connection "
            "what you write stays in this browser until it is saved."
        ),
    ),
    "plans_history": (
        _(
            "What each field has said, who changed it and when. A text that was there before can be brought back."
        ),
    ),
    "plans_measured": (
        _(
            "What is judged by which figure and which rule, and what the rule gives as the figures stand. A result "
            "that is stated counts before the rule; what isn't known gives nothing yet, which is not the same as 0."
        ),
    ),
    "plans_moves": (
        _(
            "The figures by which it can be seen whether the action works: one of the school's own, or a parameter "
            "of a survey. They stand year by year beside the action, and the action stands on the figure's own page."
        ),
    ),
    "plans_score": (
        _(
            "How much of each goal has been reached, and how it comes about. A result that is stated counts before "
            "what a rule or the parts give, and the total is there when every part has a result. Below you can try "
            "other results and values: nothing of that is saved."
        ),
    ),
    "plans_judging": (
        _(
            "What the board says of the result, when it approved it, and the share that is paid out. It is written "
            "when the plan has been adopted, by whoever judges for the board or adopts plans; what stood there "
            "before is kept."
        ),
    ),
    "plans_figure": (
        _(
            "One of the school's own figures, counted as its definition says and held to a programme or a department "
            "if you like, or a result that others have measured and that has been taken in. The plan shows it with "
            "how many are behind it, its date and its interval."
        ),
    ),
    "plans_rule": (
        _(
            "Choose how it is judged, fill in what is asked, and write what came of it as you learn it. In an "
            "adopted plan only what came of it can be written."
        ),
    ),
    "plans_one": (
        _(
            "The whole plan, goal by goal. Weights and results are exact: a goal that weighs 30 and has the result "
            "27.5 has reached 27.5 of the plan's 100. What has no result isn't known yet, which is not the same as 0."
        ),
    ),
    "figures": (
        _(
            "Every figure the school has, from its newest data. Open one to see its definition, what was counted, "
            "its history, and other ways to count the same thing."
        ),
    ),
    "figures_released": (
        _(
            "Those who may not see small counts get data of one day at a time, seldom enough that two of them can't "
            "be subtracted, and of these what can be shown without giving anybody away."
        ),
    ),
    "figures_one": (
        _(
            "The figure with everything behind it: how it is defined and by whom, how many it counts, who was left "
            "out and why, the same figure counted in other ways, and its history."
        ),
        _(
            "The interval tells how much the figure could have been another by chance alone. Compare two figures "
            "only where their intervals make it worth while."
        ),
    ),
    "results": (
        _(
            "All the school's sources of quality results on one page: surveys, evaluations and national figures, "
            "each with value, interval, how many are behind it, and the date it was collected. Look at the date "
            "before you compare two of them."
        ),
        _(
            "A change is marked only where its interval leaves out 0. Where the source gives no number or spread, "
            "nothing can be said of chance, and nothing is marked."
        ),
    ),
    "results_source": (
        _("Every figure of one source. Open one to see it over the periods that have been delivered."),
        _("A figure that the source leaves out, because few answered, is shown as left out: it isn't 0."),
    ),
    "results_dropout": (
        _(
            "The same students by every declared definition of dropout, and the ministry's figure beside. What the "
            "ministry's rules do to the school's own figure is measured where the school's data allow it."
        ),
        _(
            "A school can't see who goes on at another school: that part of the difference can only be what is left."
        ),
    ),
    "deliveries": (
        _(
            "Every delivery of files, what it changed, and how many rows were kept out because something in them is "
            "wrong. Rows kept out are mended in the source system and come in with the next delivery, or mended on "
            "the delivery's own page."
        ),
        _(
            "A snapshot is what was known on one day. It is never changed, so it gives the same figures for ever."
        ),
    ),
    "deliveries_one": (
        _(
            "What one delivery held, what it changed, and the rows that were kept out, each with what is wrong and "
            "how to mend it. The row numbers are those a spreadsheet shows."
        ),
    ),
    "uploads_new": (
        _(
            "Bring the files of one extract, several at once if they belong together (such as enrolments and "
            "leavers of the same day). You see what was found in them before anything counts."
        ),
    ),
    "uploads_one": (
        _(
            "First the files are read and shown as they were read; say otherwise where it is wrong. Then they are "
            "tried: nothing is changed by that. Only when you take them in do they count, and a delivery can be "
            "undone as a whole."
        ),
        _(
            "What isn't taken in is discarded after a day, because the files as they were sent may hold CPR numbers."
        ),
    ),
    "uploads_changes": (
        _("Every row that would be new, changed or gone; of a changed one each field, before and after."),
    ),
    "uploads_kept_out": (_("Every row that can't be taken in, with what is wrong and how to mend it."),),
    "deliveries_changes": (
        _(
            "Every row the delivery made new, changed or took away; of a changed one each field, before and after."
        ),
    ),
    "deliveries_mend": (
        _(
            "Correct the cells that are wrong. The corrected rows are tried, and come in as a delivery of their own "
            "that can be undone by itself. What was delivered stays as it was."
        ),
    ),
    "deliveries_undo": (
        _(
            "Undoing takes a whole delivery back. It stays in the list, marked as undone, and can be delivered again."
        ),
    ),
    "pickups": (
        _(
            "Folders on the server that the source system puts its files in. They are looked into once a day by the "
            "worker; each run tells what it did with each file."
        ),
    ),
    "administration": (
        _("The pages that run the school's part of Pejling. You see those your role may enter."),
    ),
    "students": (
        _(
            "The students whose names your role shows, one line per enrolment, as the register knows them today. A "
            "municipality and a workplace have a student for as long as the training agreement is in force."
        ),
        _(
            "Students are looked for by name or number in the search at the top: so neither stands in an address."
        ),
    ),
    "people": (
        _(
            "Everybody who has, had or will have a role at the school. A person may have several roles, each held to "
            "its own students, from a day to a day."
        ),
        _(
            "Invite somebody by e-mail: the person chooses a password, and Pejling never tells it to anybody. Access "
            "is ended, never deleted, so that it stays known who could see what."
        ),
    ),
    "people_who_sees": (
        _(
            "Every role with what it sees, and for one student or one class the people who may see who the students "
            "are today. The student number isn't kept in any address."
        ),
    ),
    "organisation": (
        _(
            "The school's departments, programmes, municipalities and bodies. Most come by themselves with the "
            "deliveries; here they get their dates, other names and mergers."
        ),
        _(
            "Nothing known is rewritten: an old snapshot keeps the names of its time, and a file that still uses an "
            "old name is understood."
        ),
    ),
    "mappings": (
        _(
            "A mapping says what each column of a file is. Those of the catalogue come with Pejling; the school "
            "makes its own by pointing at the columns of a file that has been uploaded. Nobody needs to write YAML."
        ),
        _(
            "A mapping that is no longer offered keeps what came in by it. A copy, or a file from a colleague, "
            "becomes a mapping of the school's own."
        ),
    ),
    "mappings_new": (
        _(
            "Say what each file holds, and point at the column each thing stands in. Suggestions come from names "
            "that are known and from what stands in the cells: look at the examples before you trust them."
        ),
        _(
            "Values such as leave codes are given a meaning each. What has none keeps its rows out, until you know. "
            "Try the mapping on the files as often as you like: nothing is taken in."
        ),
    ),
    "mappings_one": (
        _(
            "What the mapping knows a file by, and where each thing it fills comes from. To change it, upload a file "
            "of that kind and begin with this mapping."
        ),
    ),
    "mappings_shipped": (
        _(
            "A mapping that comes with Pejling: what it knows a file by, and where each thing comes from. Copy it to "
            "make one of the school's own."
        ),
    ),
    "audit": (
        _(
            "Every change leaves a line: who did what to which object, and when. The log holds ids and names of "
            "fields, never what stood in them, and nobody can change it."
        ),
        _("Filter by person, act, kind or date; Excel holds every line that fits."),
    ),
    "jobs": (
        _(
            "Work that takes longer than a page may take is done by a worker beside the pages. A job that is "
            "interrupted, by a power cut say, is tried again from its beginning; after its last attempt it has "
            "failed, and you can have it tried again when the cause is mended."
        ),
    ),
    "jobs_one": (
        _(
            "How far one piece of work is. You may leave the page: the work goes on, and you find it here again."
        ),
    ),
    "jobs_schedules": (
        _(
            "What is done again and again. Turning a schedule off stops no job that has begun; turned on again, it "
            "waits for its next time and makes up for none it missed."
        ),
    ),
    "personal_data": (
        _(
            "A person may ask what the school holds about them, and ask to be erased. Here you look for it, hand it "
            "over as a file, or erase it after seeing what there is. No address and no log names the person, and the "
            "request forgets who it was about when it has ended."
        ),
    ),
    "personal_data_one": (
        _(
            "First it says what there is, then it asks, then it does it in the background, and at last it says what "
            "was done. You may leave the page meanwhile."
        ),
    ),
    "personal_data_keeping": (
        _(
            "Nothing is kept longer than it is of use. What is older than its period is removed every night; you can "
            "see at any time what would be removed, and have it done at once."
        ),
        _("Figures that have been computed stay, also when the data behind them are removed."),
    ),
    "tokens": (
        _(
            "With an access key another program, such as a spreadsheet or Power BI, fetches figures by itself. A key "
            "acts as you: it sees the figures you see and what you choose below, but never a person."
        ),
        _(
            "A key expires after a year at the latest and can be revoked at any time. It ends with your access."
        ),
    ),
    "search": (
        _(
            "Searches pages, figures and definitions, deliveries, users and, for those who may see persons, classes "
            "and students. You find only what you may open."
        ),
        _(
            "Praktik finds oplæring too, and the other way round. What you search for is not kept in any address."
        ),
    ),
}


def help_for(name: str | None) -> tuple[str | Promise, ...]:
    """The paragraphs for the address of that name, or of the page it belongs to; () where there are none."""
    name = name or ""
    return HELP.get(name) or HELP.get(name.split("_")[0], ())
