"""What the audit log's words mean to a reader. A verb nobody has given words to is shown as it is written."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

#: verb -> what was done; held against every ``verb=`` of the code by tests/architecture/test_audit_words.py
VERBS = {
    # organisations
    "found": _("School made"),
    "add_departments": _("Departments added"),
    "add_programmes": _("Programmes added"),
    "add_municipalitys": _("Municipalities added"),
    "add_regions": _("Regions added"),
    "add_committees": _("Local training committees added"),
    "add_boards": _("Boards added"),
    "add_part": _("Part of the school added"),
    "rename_part": _("Part of the school renamed"),
    "date_part": _("Part of the school given other dates"),
    "merge_part": _("Part of the school merged into another"),
    "undo_merge": _("Merger taken back"),
    "place_in_region": _("Municipality placed in a region"),
    "call_region": _("Municipality called a region"),
    # users and access
    "add_user": _("User made"),
    "rename_user": _("User's name changed"),
    "grant": _("Role given"),
    "change_access": _("Role or its limits changed"),
    "end_access": _("Access ended"),
    "set_password": _("Password changed"),
    "invite": _("Invitation sent"),
    "accept_invitation": _("Invitation accepted"),
    "withdraw_invitation": _("Invitation withdrawn"),
    # log-in
    "log_in": _("Logged in"),
    "log_out": _("Logged out"),
    "log_in_refused": _("Log-in refused: wrong password or unknown e-mail"),
    "log_in_elsewhere_refused": _("Log-in through another system refused"),
    "lock_out": _("Log-in locked after too many attempts"),
    "unlock": _("Log-in unlocked"),
    "ask_for_password": _("New password asked for"),
    "change_password": _("Password changed by its owner"),
    "set_up_second_factor": _("Second factor set up"),
    "remove_second_factor": _("Second factor removed by its owner"),
    "reset_second_factor": _("Second factor removed by an administrator"),
    "new_recovery_codes": _("New recovery codes made"),
    "use_recovery_code": _("Logged in with a recovery code"),
    "follow_claims": _("Roles brought in line with the log-in system"),
    "link_account": _("Account linked to another log-in system"),
    "make_token": _("Access key made"),
    "revoke_token": _("Access key revoked"),
    # mail
    "send_mail": _("Mail sent"),
    "give_up_mail": _("Mail given up"),
    "forget_mails": _("Old mails removed from the log"),
    # jobs
    "enqueue": _("Job asked for"),
    "cancel": _("Job cancelled"),
    "retry": _("Job tried again"),
    "plan": _("Job put on the schedule"),
    "switch": _("Schedule switched on or off"),
    "unplan": _("Job taken off the schedule"),
    # deliveries, snapshots and figures
    "receive": _("Delivery accepted"),
    "undo": _("Delivery undone"),
    "open_upload": _("Files sent"),
    "add_files": _("More files sent"),
    "remove_file": _("A sent file left out"),
    "choose": _("Chosen how files are read"),
    "choose_mapping": _("Chosen which mapping files are read by"),
    "begin_trying": _("A trial of files begun"),
    "begin_accepting": _("Taking in files begun"),
    "try": _("Files tried"),
    "stop_upload": _("Trial or taking in of files stopped"),
    "accept_upload": _("Sent files taken in"),
    "discard_upload": _("Sent files discarded"),
    "forget_files": _("Sent files removed"),
    "add_pick_up": _("Folder to be emptied added"),
    "switch_pick_up": _("Folder to be emptied turned on or off"),
    "remove_pick_up": _("Folder to be emptied forgotten"),
    "pick_up": _("Folder emptied"),
    "note_unmatched": _("Rows that belong to nothing noted"),
    "save_mapping": _("Mapping saved"),
    "rename_mapping": _("Mapping renamed"),
    "retire_mapping": _("Mapping taken out of use"),
    "restore_mapping": _("Mapping taken into use again"),
    "freeze": _("Snapshot made"),
    "take_in_plan": _("Plan taken in"),
    "make_plan": _("Plan made"),
    "copy_plan": _("Plan copied"),
    "change_plan": _("Text of a plan changed"),
    "add_to_plan": _("Part added to a plan"),
    "place_action": _("Action placed in a plan"),
    "move_in_plan": _("Part of a plan moved"),
    "remove_from_plan": _("Part of a plan removed"),
    "undo_removal": _("Removal taken back"),
    "step_plan": _("Plan's state changed"),
    "accept_gap": _("Gap in a plan accepted"),
    "reject_gap": _("Gap in a plan no longer accepted"),
    "open_consultation": _("Plan sent to consultation"),
    "change_consultation": _("Consultation of a plan changed"),
    "write_answer": _("Answer in a consultation written"),
    "change_answer": _("Answer in a consultation changed"),
    "mark_step": _("Step of the annual cycle done or left out"),
    "unmark_step": _("Step of the annual cycle open again"),
    "move_step": _("Step of the annual cycle moved"),
    "add_addendum": _("Addendum to an action written"),
    "follow_up": _("Action followed up"),
    "tick_milestone": _("Date of a plan ticked off, or that taken back"),
    "commit": _("Partner's commitment written"),
    "compute": _("Figure computed and kept"),
    # publishing
    "freeze_report": _("Report frozen, to be published"),
    "discard_report": _("Frozen report left behind"),
    "accept_hit": _("Words found before publication accepted"),
    "take_back_hit": _("Acceptance of words taken back"),
    "make_report_files": _("Files of a report made and looked through"),
    "publish": _("Report published"),
    "withdraw_report": _("Published report withdrawn"),
    "take_back_withdrawal": _("Withdrawal of a report taken back"),
    "open_site": _("Public site given an address"),
    "change_site": _("Public site's details changed"),
    "rebuild_site": _("Public pages written anew"),
    # one person's data, and how long things are kept
    "ask_to_export": _("Asked to hand over a person's data"),
    "ask_to_erase": _("Asked to erase a person's data"),
    "look_for_person": _("A person's data looked for"),
    "note_job": _("Work on a request begun"),
    "begin_export": _("Handing over a person's data begun"),
    "begin_erase": _("Erasing a person's data begun"),
    "end_export": _("A person's data put together"),
    "end_erase": _("A person's data erased"),
    "fetch_export": _("A person's data fetched"),
    "withdraw": _("Request withdrawn"),
    "erase_again": _("Erased again after a restore"),
    "keep": _("Period of keeping changed"),
    "tidy": _("Removed what was older than it may be"),
    "expire": _("Snapshot expired"),
    # operation
    "backup": _("Backup taken"),
    "restore": _("Backup restored"),
}

#: class of the object -> what it is
KINDS = {
    "ApiToken": _("Access key"),
    "FormerName": _("Former name"),
    "PickUp": _("Folder that is emptied"),
    "Plan": _("Plan"),
    "Goal": _("Goal"),
    "Measure": _("Measure"),
    "Action": _("Action"),
    "Placing": _("Action's place in a plan"),
    "Commitment": _("Partner's commitment"),
    "FollowUp": _("Follow-up of an action"),
    "Milestone": _("Date of a plan"),
    "Publication": _("Publication"),
    "Edition": _("Edition of a publication"),
    "Acceptance": _("Accepted words"),
    "Site": _("Public site"),
    "Relation": _("Merger or relation"),
    "Source": _("Source"),
    "Student": _("Student"),
    "Delivery": _("Delivery"),
    "KeepingRule": _("Period of keeping"),
    "PersonRequest": _("Request about a person"),
    "Invitation": _("Invitation"),
    "Job": _("Job"),
    "MailLog": _("Mail"),
    "Membership": _("Role"),
    "Organisation": _("Organisation"),
    "Run": _("Figure"),
    "SavedMapping": _("Mapping"),
    "Schedule": _("Schedule"),
    "Snapshot": _("Snapshot"),
    "Upload": _("Upload"),
    "User": _("User"),
}


def verb_in_words(verb: str) -> str:
    """What was done."""
    return str(VERBS.get(verb, verb.replace("_", " ")))


def kind_in_words(kind: str) -> str:
    """What it was done to."""
    return str(KINDS.get(kind, kind))


def nobody() -> str:
    """Who acted where no user did."""
    return gettext("the system or the command line")
