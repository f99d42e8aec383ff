"""Who may open which address, and who may act: one table, walked for everybody.

Two sides signed: Lâm Đồng issued the plan, TP. Hồ Chí Minh is the partner. Khang's Cà Mau signed nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from types import SimpleNamespace
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db.models import Model
from django.urls import get_resolver, reverse
from django.utils import timezone, translation

from agreements.models import (
    CollapseDecision,
    CommonAlias,
    Document,
    Field,
    Plan,
    ProvinceSuccession,
    Role,
    UnitSuccession,
)
from agreements.permissions import person_of
from coop.accounts.models import User
from coop.shared.events import Event
from docs import build_permissions
from tasks.actions.changing import fingerprint
from tasks.actions.classifying import field_changes, key_changes
from tasks.actions.directing import give_directive
from tasks.actions.extending import ask_extension
from tasks.actions.reassigning import Place, reassignments
from tasks.actions.saving_filters import save_filter
from tasks.models import (
    AnnualReport,
    Assignment,
    Directive,
    Extension,
    ImportBatch,
    ImportRow,
    Occurrence,
    ProgressUpdate,
    ReportPart,
    SavedFilter,
    Task,
    TaskExport,
    Verification,
)
from tasks.reports.drafting import HEAD
from tasks.states import Status
from tests import factories
from tests.kept import kept
from tests.strict_client import StrictClient

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous",
    "lead",
    "other",
    "leader",
    "secretariat",
    "auditor",
    "admin",
    "superuser",
    "khang",
    "partner",
    "former",
)

TABLE = """
route                                                   anon lead othr ledr secr audt admn supr khan part form
healthz                                                 200  200  200  200  200  200  200  200  200  200  200
set_language                                            302  302  302  302  302  302  302  302  302  302  302
account_login                                           200  302  302  302  302  302  302  302  302  302  302
account_logout                                          302  200  200  200  200  200  200  200  200  200  200
account_inactive                                        200  200  200  200  200  200  200  200  200  200  200
account_signup                                          200  302  302  302  302  302  302  302  302  302  302
account_reauthenticate                                  302  200  200  200  200  200  200  200  200  200  200
account_email                                           302  200  200  200  200  200  200  200  200  200  200
account_email_verification_sent                         200  200  200  200  200  200  200  200  200  200  200
account_change_password                                 302  200  200  200  200  200  200  200  200  200  200
account_set_password                                    302  302  302  302  302  302  302  302  302  302  302
account_reset_password                                  200  200  200  200  200  200  200  200  200  200  200
account_confirm_login_code                              302  302  302  302  302  302  302  302  302  302  302
account_confirm_email                                   200  200  200  200  200  200  200  200  200  200  200
account_reset_password_from_key_done                    200  200  200  200  200  200  200  200  200  200  200
account_reset_password_from_key                         200  200  200  200  200  200  200  200  200  200  200
account_reset_password_done                             200  200  200  200  200  200  200  200  200  200  200
mfa_index                                               302  200  200  200  200  200  200  200  200  200  200
mfa_authenticate                                        302  302  302  302  302  302  302  302  302  302  302
mfa_reauthenticate                                      302  302  302  302  302  302  302  302  302  302  302
mfa_activate_totp                                       302  302  302  302  302  302  302  302  302  302  302
mfa_deactivate_totp                                     302  404  404  404  404  404  404  404  404  404  404
mfa_view_recovery_codes                                 302  404  404  404  404  404  404  404  404  404  404
mfa_generate_recovery_codes                             302  302  302  302  302  302  302  302  302  302  302
mfa_download_recovery_codes                             302  404  404  404  404  404  404  404  404  404  404
mfa_list_webauthn                                       302  200  200  200  200  200  200  200  200  200  200
mfa_add_webauthn                                        302  302  302  302  302  302  302  302  302  302  302
mfa_reauthenticate_webauthn                             302  302  302  302  302  302  302  302  302  302  302
mfa_remove_webauthn                                     302  302  302  302  302  302  302  302  302  302  302
mfa_edit_webauthn                                       302  302  302  302  302  302  302  302  302  302  302
usersessions_list                                       302  200  200  200  200  200  200  200  200  200  200
profile                                                 302  200  200  200  200  200  200  200  200  200  200
admin:index                                             302  404  404  404  200  404  200  200  200  404  404
admin:login                                             302  302  302  302  302  302  302  302  302  302  302
admin:logout                                            302  404  404  404  405  404  405  405  405  404  404
admin:password_change                                   302  404  404  404  200  404  200  200  200  404  404
admin:password_change_done                              302  404  404  404  200  404  200  200  200  404  404
admin:autocomplete                                      302  404  404  404  404  404  404  404  404  404  404
admin:jsi18n                                            302  404  404  404  200  404  200  200  200  404  404
admin:view_on_site                                      302  404  404  404  404  404  404  404  404  404  404
admin:agreements_agreement_changelist                   302  404  404  404  200  404  404  404  200  404  404
admin:agreements_agreement_add                          302  404  404  404  200  404  404  404  200  404  404
admin:agreements_agreement_history                      302  404  404  404  200  404  404  404  404  404  404
admin:agreements_agreement_delete                       302  404  404  404  404  404  404  404  404  404  404
admin:agreements_agreement_change                       302  404  404  404  200  404  404  404  404  404  404
quan-tri/agreements/agreement/<path:object_id>/         302  404  404  404  302  404  302  302  302  404  404
admin:agreements_plan_changelist                        302  404  404  404  200  404  404  404  200  404  404
admin:agreements_plan_add                               302  404  404  404  200  404  404  404  200  404  404
admin:agreements_plan_history                           302  404  404  404  200  404  404  404  404  404  404
admin:agreements_plan_delete                            302  404  404  404  404  404  404  404  404  404  404
admin:agreements_plan_change                            302  404  404  404  200  404  404  404  404  404  404
quan-tri/agreements/plan/<path:object_id>/              302  404  404  404  302  404  302  302  302  404  404
admin:agreements_province_changelist                    302  404  404  404  200  404  200  200  200  404  404
admin:agreements_province_add                           302  404  404  404  404  404  200  200  404  404  404
admin:agreements_province_history                       302  404  404  404  200  404  200  200  200  404  404
admin:agreements_province_delete                        302  404  404  404  404  404  404  404  404  404  404
admin:agreements_province_change                        302  404  404  404  200  404  200  200  200  404  404
quan-tri/agreements/province/<path:object_id>/          302  404  404  404  302  404  302  302  302  404  404
admin:agreements_provincesuccession_changelist          302  404  404  404  200  404  200  200  200  404  404
admin:agreements_provincesuccession_add                 302  404  404  404  404  404  200  200  404  404  404
admin:agreements_provincesuccession_history             302  404  404  404  200  404  200  200  200  404  404
admin:agreements_provincesuccession_delete              302  404  404  404  404  404  200  200  404  404  404
admin:agreements_provincesuccession_change              302  404  404  404  200  404  200  200  200  404  404
quan-tri/agreements/provincesuccession/<path:object_id>/ 302  404  404  404  302  404  302  302  302  404  404
admin:agreements_unitsuccession_changelist              302  404  404  404  200  404  200  200  200  404  404
admin:agreements_unitsuccession_add                     302  404  404  404  404  404  200  200  404  404  404
admin:agreements_unitsuccession_history                 302  404  404  404  200  404  200  200  200  404  404
admin:agreements_unitsuccession_delete                  302  404  404  404  404  404  200  200  404  404  404
admin:agreements_unitsuccession_change                  302  404  404  404  200  404  200  200  200  404  404
quan-tri/agreements/unitsuccession/<path:object_id>/    302  404  404  404  302  404  302  302  302  404  404
admin:agreements_unit_changelist                        302  404  404  404  200  404  200  200  200  404  404
admin:agreements_unit_add                               302  404  404  404  200  404  200  200  200  404  404
admin:agreements_unit_history                           302  404  404  404  200  404  200  200  200  404  404
admin:agreements_unit_delete                            302  404  404  404  404  404  404  404  404  404  404
admin:agreements_unit_change                            302  404  404  404  200  404  200  200  200  404  404
quan-tri/agreements/unit/<path:object_id>/              302  404  404  404  302  404  302  302  302  404  404
admin:agreements_commonalias_changelist                 302  404  404  404  200  404  200  200  200  404  404
admin:agreements_commonalias_add                        302  404  404  404  404  404  200  200  404  404  404
admin:agreements_commonalias_history                    302  404  404  404  200  404  200  200  200  404  404
admin:agreements_commonalias_delete                     302  404  404  404  404  404  404  404  404  404  404
admin:agreements_commonalias_change                     302  404  404  404  200  404  200  200  200  404  404
quan-tri/agreements/commonalias/<path:object_id>/       302  404  404  404  302  404  302  302  302  404  404
admin:agreements_field_changelist                       302  404  404  404  200  404  200  200  200  404  404
admin:agreements_field_add                              302  404  404  404  404  404  200  200  404  404  404
admin:agreements_field_history                          302  404  404  404  200  404  200  200  200  404  404
admin:agreements_field_delete                           302  404  404  404  404  404  404  404  404  404  404
admin:agreements_field_change                           302  404  404  404  200  404  200  200  200  404  404
quan-tri/agreements/field/<path:object_id>/             302  404  404  404  302  404  302  302  302  404  404
admin:auth_user_password_change                         302  404  404  404  404  404  200  200  404  404  404
admin:accounts_user_changelist                          302  404  404  404  404  404  200  200  404  404  404
admin:accounts_user_add                                 302  404  404  404  404  404  200  200  404  404  404
admin:accounts_user_history                             302  404  404  404  404  404  200  200  404  404  404
admin:accounts_user_delete                              302  404  404  404  404  404  404  404  404  404  404
admin:accounts_user_change                              302  404  404  404  404  404  200  200  404  404  404
quan-tri/accounts/user/<path:object_id>/                302  404  404  404  302  404  302  302  302  404  404
admin:tasks_task_changelist                             302  404  404  404  200  404  404  404  200  404  404
admin:tasks_task_add                                    302  404  404  404  404  404  404  404  404  404  404
admin:tasks_task_history                                302  404  404  404  200  404  404  404  404  404  404
admin:tasks_task_delete                                 302  404  404  404  404  404  404  404  404  404  404
admin:tasks_task_change                                 302  404  404  404  200  404  404  404  404  404  404
quan-tri/tasks/task/<path:object_id>/                   302  404  404  404  302  404  302  302  302  404  404
admin:tasks_importbatch_table                           302  404  404  404  405  404  405  405  405  404  404
admin:tasks_importbatch_row                             302  404  404  404  405  404  405  405  405  404  404
admin:tasks_importbatch_progress                        302  404  404  404  200  404  404  404  404  404  404
admin:tasks_importbatch_compare                         302  404  404  404  405  404  405  405  405  404  404
admin:tasks_importbatch_confirm                         302  404  404  404  405  404  405  405  405  404  404
admin:tasks_importbatch_undo                            302  404  404  404  405  404  405  405  405  404  404
admin:tasks_importbatch_discard                         302  404  404  404  405  404  405  405  405  404  404
admin:tasks_importbatch_mapping                         302  404  404  404  200  404  404  404  404  404  404
admin:tasks_importbatch_left_out                        302  404  404  404  200  404  404  404  404  404  404
admin:tasks_importbatch_file                            302  404  404  404  200  404  404  404  404  404  404
admin:tasks_importbatch_changelist                      302  404  404  404  200  404  404  404  200  404  404
admin:tasks_importbatch_add                             302  404  404  404  200  404  404  404  200  404  404
admin:tasks_importbatch_history                         302  404  404  404  200  404  404  404  404  404  404
admin:tasks_importbatch_delete                          302  404  404  404  404  404  404  404  404  404  404
admin:tasks_importbatch_change                          302  404  404  404  200  404  404  404  404  404  404
quan-tri/tasks/importbatch/<path:object_id>/            302  404  404  404  302  404  302  302  302  404  404
admin:account_emailaddress_changelist                   302  404  404  404  404  404  404  200  404  404  404
admin:account_emailaddress_add                          302  404  404  404  404  404  404  200  404  404  404
admin:account_emailaddress_history                      302  404  404  404  404  404  404  200  404  404  404
admin:account_emailaddress_delete                       302  404  404  404  404  404  404  200  404  404  404
admin:account_emailaddress_change                       302  404  404  404  404  404  404  200  404  404  404
quan-tri/account/emailaddress/<path:object_id>/         302  404  404  404  302  404  302  302  302  404  404
admin:agreements_agreement_import                       302  404  404  404  200  404  404  404  200  404  404
admin:agreements_agreement_process_import               302  404  404  404  405  404  405  405  405  404  404
admin:agreements_agreement_export                       302  404  404  404  200  404  404  404  200  404  404
admin:agreements_resultfigure_changelist                302  404  404  404  200  404  404  404  200  404  404
admin:agreements_resultfigure_add                       302  404  404  404  404  404  404  404  404  404  404
admin:agreements_resultfigure_history                   302  404  404  404  200  404  404  404  404  404  404
admin:agreements_resultfigure_delete                    302  404  404  404  404  404  404  404  404  404  404
admin:agreements_resultfigure_change                    302  404  404  404  200  404  404  404  404  404  404
quan-tri/agreements/resultfigure/<path:object_id>/      302  404  404  404  302  404  302  302  302  404  404
admin:agreements_resultfigure_import                    302  404  404  404  200  404  404  404  200  404  404
admin:agreements_resultfigure_process_import            302  404  404  404  405  404  405  405  405  404  404
admin:agreements_resultfigure_export                    302  404  404  404  200  404  404  404  200  404  404
admin:agreements_province_import                        302  404  404  404  404  404  200  200  404  404  404
admin:agreements_province_process_import                302  404  404  404  405  404  405  405  405  404  404
admin:agreements_province_export                        302  404  404  404  200  404  200  200  200  404  404
admin:agreements_unit_import                            302  404  404  404  200  404  200  200  200  404  404
admin:agreements_unit_process_import                    302  404  404  404  405  404  405  405  405  404  404
admin:agreements_unit_export                            302  404  404  404  200  404  200  200  200  404  404
admin:tasks_task_import                                 302  404  404  404  200  404  404  404  200  404  404
admin:tasks_task_process_import                         302  404  404  404  405  404  405  405  405  404  404
admin:tasks_task_export                                 302  404  404  404  200  404  404  404  200  404  404
admin:app_list                                          302  404  404  404  200  404  200  200  200  404  404
quan-tri/(?P<url>.*)$                                   302  404  404  404  404  404  404  404  404  404  404
gallery                                                 302  404  404  404  200  404  200  200  200  404  404
agreement-list                                          302  200  200  200  200  200  200  200  200  200  200
agreement-detail                                        302  200  200  200  200  200  404  404  404  200  404
agreement-origins                                       302  404  404  404  200  404  404  404  404  404  404
agreement-headings                                      302  404  404  404  200  404  404  404  404  404  404
field-table                                             302  200  200  200  200  200  200  200  200  200  200
agreement-steps                                         302  200  200  200  200  200  404  404  404  200  404
step-change                                             302  404  404  404  200  404  404  404  404  404  404
step-remove                                             302  404  404  404  200  404  404  404  404  404  404
step-task-change                                        302  404  404  404  200  404  404  404  404  404  404
step-task-remove                                        302  404  404  404  200  404  404  404  404  404  404
step-task-add                                           302  404  404  404  200  404  404  404  404  404  404
step-done                                               302  404  404  404  302  404  404  404  404  404  404
step-task-done                                          302  302  404  404  302  404  404  404  404  404  404
agreement-sides                                         302  200  200  200  200  200  404  404  404  200  404
party-change                                            302  404  404  404  200  404  404  404  404  404  404
figure-list                                             302  200  200  200  200  200  404  404  404  200  404
figure-add                                              302  200  200  404  200  404  404  404  404  200  404
figure-change                                           302  200  404  404  200  404  404  404  404  404  404
figure-delete                                           302  200  404  404  200  404  404  404  404  404  404
plan-list                                               302  200  200  200  200  200  200  200  200  200  200
plan-detail                                             302  200  200  200  200  200  404  404  404  404  404
plan-sentences                                          302  404  404  404  200  404  404  404  404  404  404
plan-history                                            302  200  200  200  200  200  404  404  404  404  404
plan-history-file                                       302  200  200  200  200  200  404  404  404  404  404
agreement-history                                       302  200  200  200  200  200  404  404  404  200  404
agreement-history-file                                  302  200  200  200  200  200  404  404  404  200  404
unit-list                                               302  200  200  200  200  200  200  200  200  200  200
agreement-list-file                                     302  200  200  200  200  200  200  200  200  200  200
plan-list-file                                          302  200  200  200  200  200  200  200  200  200  200
unit-list-file                                          302  200  200  200  200  200  200  200  200  200  200
agreement-suggestions                                   302  200  200  200  200  200  200  200  200  200  200
unit-suggestions                                        302  200  200  200  200  200  200  200  200  200  200
province-list                                           302  200  200  200  200  200  200  200  200  200  200
province-list-file                                      302  200  200  200  200  200  200  200  200  200  200
task-list-file                                          302  200  200  200  200  200  200  200  200  200  200
task-exports                                            302  200  200  200  200  200  200  200  200  200  200
task-export                                             302  200  404  404  404  404  404  404  404  404  404
task-export-file                                        302  200  404  404  404  404  404  404  404  404  404
task-list-filter                                        302  200  200  200  200  200  200  200  200  200  200
agreement-list-filter                                   302  200  200  200  200  200  200  200  200  200  200
plan-list-filter                                        302  200  200  200  200  200  200  200  200  200  200
unit-list-filter                                        302  200  200  200  200  200  200  200  200  200  200
province-list-filter                                    302  200  200  200  200  200  200  200  200  200  200
filter-change                                           302  404  404  404  200  404  404  404  404  404  404
filter-delete                                           302  404  404  404  200  404  404  404  404  404  404
filter-seen                                             302  404  404  302  302  302  404  404  404  404  404
filter-change-moved                                     302  404  404  404  308  404  404  404  404  404  404
filter-delete-moved                                     302  404  404  404  308  404  404  404  404  404  404
filter-seen-moved                                       302  404  404  308  308  308  404  404  404  404  404
document-add                                            302  404  404  404  200  404  404  404  404  404  404
document-take-back                                      302  404  404  404  200  404  404  404  404  404  404
document-file                                           302  200  200  200  200  200  404  404  404  200  404
dashboard                                               302  200  200  200  200  200  302  302  200  200  200
todo                                                    302  200  200  200  200  200  200  200  200  200  200
reports-accept                                          302  200  200  404  200  404  404  404  200  200  404
search                                                  302  200  200  200  200  200  200  200  200  200  200
guide                                                   302  200  200  200  200  200  200  200  200  200  200
guide-of                                                302  200  200  200  200  200  200  200  200  200  200
task-list                                               302  200  200  200  200  200  200  200  200  200  200
tasks-reassign                                          302  404  404  404  200  404  404  404  200  404  404
tasks-field                                             302  404  404  404  200  404  404  404  200  404  404
tasks-key                                               302  404  404  404  200  404  404  404  200  404  404
task-detail                                             302  200  200  200  200  200  404  404  404  200  404
task-direct                                             302  404  404  200  404  404  404  404  404  404  404
directive-answer                                        302  200  404  404  404  404  404  404  404  404  404
occurrence-report                                       302  200  404  404  404  404  404  404  404  404  404
occurrence-note                                         302  404  404  404  404  404  404  404  404  200  404
occurrence-verify                                       302  404  404  404  200  404  404  404  404  404  404
occurrence-extend                                       302  200  404  404  404  404  404  404  404  404  404
occurrence-due-day                                      302  404  404  404  200  404  404  404  404  404  404
occurrence-pause                                        302  404  404  404  200  404  404  404  404  404  404
occurrence-cancel                                       302  404  404  404  200  404  404  404  404  404  404
occurrence-resume                                       302  404  404  404  200  404  404  404  404  404  404
extension-decide                                        302  404  404  404  200  404  404  404  404  404  404
evidence-file                                           302  200  200  200  200  200  404  404  404  200  404
report-list                                             302  200  200  200  200  200  200  200  200  200  200
report-new                                              302  404  404  404  200  404  404  404  200  404  404
report-detail                                           302  200  200  200  200  200  404  404  404  404  404
report-preview                                          302  200  200  200  200  200  404  404  404  404  404
report-changes                                          302  200  200  200  200  200  404  404  404  404  404
report-making                                           302  200  200  200  200  200  404  404  404  404  404
report-file                                             302  200  200  200  200  200  404  404  404  404  404
report-part                                             302  404  404  404  200  404  404  404  404  404  404
report-part-preview                                     302  405  405  405  405  405  405  405  405  405  405
report-head                                             302  404  404  404  200  404  404  404  404  404  404
report-update                                           302  405  405  405  405  405  405  405  405  405  405
report-discard                                          302  405  405  405  405  405  405  405  405  405  405
report-issue                                            302  404  404  404  200  404  404  404  404  404  404
urging-letter                                           302  404  404  200  200  404  404  404  200  404  404
urging-file                                             302  404  404  200  200  404  404  404  404  404  404
unit-sheet                                              302  200  404  200  200  404  404  404  404  404  404
plan-status-file                                        302  200  200  200  200  200  404  404  404  404  404
reorganisation-list                                     302  404  404  404  200  404  404  404  200  404  404
reorganise                                              302  404  404  404  200  404  404  404  200  404  404
tasks-orphans                                           302  404  404  404  200  404  404  404  200  404  404
reorganisation-take-back                                302  404  404  404  200  404  404  404  404  404  404
tasks-doubles                                           302  404  404  404  200  404  404  404  200  404  404
collapse-list                                           302  404  404  404  200  404  404  404  200  404  404
collapse-decide                                         302  404  404  404  200  404  404  404  404  404  404
report-pdf                                              302  200  200  200  200  200  404  404  404  404  404
report-pdf-making                                       302  200  200  200  200  200  404  404  404  404  404
"""


def people() -> dict[str, User]:
    """One person for every column of the table."""
    nobody_now = timezone.localdate() - dt.timedelta(days=1)
    office, health = factories.unit("Văn phòng UBND tỉnh"), factories.unit("Sở Y tế")
    return {
        "lead": factories.minh(),
        "other": factories.person("mai", Role.STAFF, health),
        "leader": factories.person("binh", Role.LEADER, office),
        "secretariat": factories.lan(),
        "auditor": factories.person("tam", Role.AUDITOR, office),
        "admin": factories.person("quan", Role.ADMIN, office),
        "superuser": User.objects.create(username="goc", full_name="Gốc", is_superuser=True, is_staff=True),
        "khang": factories.khang(),
        "partner": factories.person("thu", Role.STAFF, factories.unit("Sở Công Thương", "79")),
        "former": factories.person("cuu", Role.SECRETARIAT, office, ends_on=nobody_now),
    }


def world() -> SimpleNamespace:
    """One of everything on the side of Lâm Đồng, with open, reported, paused and postponed work."""
    who = people()
    minh = who["lead"]
    for one in who.values():
        EmailAddress.objects.create(user=one, email=one.email or "goc@example.vn")
    made = factories.agreement()
    plan = factories.plan(made)
    task = factories.task(plan)
    saigon = factories.unit("Sở Công Thương", "79", factories.PLAN_DAY)
    Assignment.objects.create(task=task, role=Assignment.Role.PARTNER, unit=saigon)
    open_work = factories.occurrence(task)
    reported = factories.reported(minh, factories.occurrence(of=factories.task(plan)))
    paused = factories.occurrence(of=factories.task(plan))
    Occurrence.objects.filter(pk=paused.pk).update(status=Status.PAUSED)
    later = factories.occurrence(of=factories.task(plan, timeframe="Năm 2025"))
    seat = minh.memberships.get().unit
    extension = ask_extension(
        by=minh, occurrence=later, on_behalf_of=seat, new_due_on=dt.date(2026, 12, 31), reason="Chờ vốn"
    )
    directive = give_directive(
        by=who["leader"], task=task, text="Giải trình tiến độ", kind=Directive.Kind.EXPLANATION
    )
    batch = factories.staged_import(plan, who["secretariat"])
    evidence = factories.evidence_on(open_work, minh)
    open_work.refresh_from_db()
    draft = factories.draft_report(who["secretariat"], made)
    issued = factories.issued_report(who["secretariat"], made)
    return SimpleNamespace(
        people=who,
        agreement=made,
        collapsed=factories.agreement(("60", "68", "79"), signed_on=dt.date(2012, 12, 10), ends_on=None),
        plan=plan,
        task=task,
        open=open_work,
        reported=reported,
        paused=paused,
        undated=factories.occurrence(factories.task(plan, timeframe="Sau khi có kinh phí")),
        extension=extension,
        directive=directive,
        evidence=evidence,
        document=factories.document(made),
        double=factories.task(plan, partners=["Sở Tài nguyên và Môi trường"]),
        figure=factories.figure(made, unit=seat),
        step_task=factories.step_task(made, seat),
        batch=batch,
        row=batch.rows.get(),
        draft=draft,
        issued=issued,
        filter=save_filter(
            by=who["secretariat"],
            of_list=SavedFilter.List.TASKS,
            name="Năm 2024",
            query="year=2024",
            unit=factories.unit("Văn phòng UBND tỉnh"),
        ),
        export=export_of(minh),
    )


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with kept(world, django_db_blocker) as here:
        yield here


@pytest.fixture
def here(made, db):
    return deepcopy(made)


def export_of(owner: User) -> TaskExport:
    """A long list that the worker has written."""
    file = ContentFile(b"PK", name="x.xlsx")
    provinces = person_of(owner).provinces()
    return TaskExport.objects.create(owner=owner, provinces=provinces, row_count=1, file=file)


BATCH_PAGES = ("mapping", "table", "progress", "compare", "confirm", "undo", "discard", "file", "left_out")


def arguments(here: SimpleNamespace) -> dict[str, list[object]]:
    """What each address with a variable part is asked for."""
    on_open = {name: [here.open.pk] for name in ("report", "note", "extend", "pause", "cancel")}
    others = {
        "verify": [here.reported.pk],
        "resume": [here.paused.pk],
        "due-day": [here.undated.pk],
    }
    batch = {name: [here.batch.pk] for name in BATCH_PAGES}
    return {
        "admin:tasks_importbatch_row": [here.row.pk],
        "agreement-detail": [here.agreement.pk],
        **{
            name: [here.agreement.pk]
            for name in (
                "figure-list",
                "figure-add",
                "agreement-origins",
                "agreement-headings",
                "document-add",
            )
        },
        "agreement-steps": [here.agreement.pk],
        "agreement-sides": [here.agreement.pk],
        "party-change": [here.agreement.parties.get(province__name="Lâm Đồng").pk],
        **{f"step-{act}": [here.step_task.step_id] for act in ("task-add", "done", "change", "remove")},
        **{f"step-task-{act}": [here.step_task.pk] for act in ("done", "change", "remove")},
        **{name: [here.figure.pk] for name in ("figure-change", "figure-delete")},
        "plan-detail": [here.plan.pk],
        "plan-history": [here.plan.pk],
        "plan-sentences": [here.plan.pk],
        "plan-history-file": [here.plan.pk],
        "agreement-history": [here.agreement.pk],
        "agreement-history-file": [here.agreement.pk],
        **{name: [here.document.pk] for name in ("document-file", "document-take-back")},
        "task-detail": [here.task.pk],
        "guide-of": ["don-vi"],
        "task-direct": [here.task.pk],
        "directive-answer": [here.directive.pk],
        "extension-decide": [here.extension.pk],
        "evidence-file": [here.evidence.pk],
        "report-pdf": [here.agreement.pk, 2024],
        "report-pdf-making": [here.agreement.pk, 2024],
        **{f"report-{name}": [here.issued.pk] for name in ("detail", "preview", "changes", "making")},
        **{f"report-{name}": [here.draft.pk] for name in ("head", "update", "discard", "issue")},
        "report-file": [here.issued.pk, "pdf"],
        "report-part": [here.draft.pk, here.draft.parts.first().pk],
        "report-part-preview": [here.draft.pk, here.draft.parts.first().pk],
        "urging-file": ["docx"],
        "unit-sheet": [here.people["lead"].memberships.get().unit_id],
        "plan-status-file": [here.plan.pk, "xlsx"],
        "collapse-decide": [here.collapsed.pk],
        "reorganisation-take-back": [here.plan.focal_unit.pk],
        **{
            f"filter-{act}{moved}": [here.filter.pk]
            for act in ("change", "delete", "seen")
            for moved in ("", "-moved")
        },
        **{f"task-export{part}": [here.export.pk] for part in ("", "-file")},
        "account_confirm_email": ["khong-co"],
        "account_reset_password_from_key": ["1", "khong-co"],
        "mfa_remove_webauthn": [1],
        "mfa_edit_webauthn": [1],
        "admin:view_on_site": [1, 1],
        "admin:app_list": ["agreements"],
        "admin:auth_user_password_change": [here.people["lead"].pk],
        **{f"occurrence-{name}": found for name, found in (on_open | others).items()},
        **{f"admin:tasks_importbatch_{name}": found for name, found in batch.items()},
    }


def admin_rows(here: SimpleNamespace) -> dict[str, Model]:
    """A row for the admin's page of every model."""
    hoa = User.objects.create(username="hoa", full_name="Hoa (mẫu)")
    return {
        "agreements/agreement": here.agreement,
        "agreements/plan": here.plan,
        "agreements/resultfigure": here.figure,
        "agreements/province": here.plan.province,
        "agreements/provincesuccession": ProvinceSuccession.objects.first(),
        "agreements/unitsuccession": UnitSuccession.objects.first(),
        "agreements/unit": here.plan.focal_unit,
        "agreements/commonalias": CommonAlias.objects.first(),
        "agreements/field": Field.objects.first(),
        "accounts/user": hoa,
        "tasks/task": here.task,
        "tasks/importbatch": here.batch,
        "account/emailaddress": EmailAddress.objects.create(user=hoa, email="hoa@example.vn"),
    }


def routes() -> Iterator[tuple[str, str]]:
    """(name with namespace, whole pattern) of every address that the program answers."""
    yield from _routes(get_resolver().url_patterns, "", "")


def _routes(patterns, namespace, above):
    for pattern in patterns:
        whole = above + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _routes(pattern.url_patterns, inner, whole)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else whole, whole


def addresses(here: SimpleNamespace) -> Iterator[tuple[str, str]]:
    """(route, address) with the rows of this world filled in."""
    fixed, rows = arguments(here), admin_rows(here)
    for route, pattern in routes():
        if "object_id" in pattern and "content_type_id" not in pattern:
            model = pattern.split("/<")[0].removeprefix("quan-tri/")
            yield route, "/" + pattern.replace("<path:object_id>", str(rows[model].pk))
        elif pattern.endswith(".*)$"):
            yield route, "/quan-tri/khong-co/"
        else:
            yield route, reverse(route, args=fixed.get(route, []))


def expected() -> dict[str, dict[str, int]]:
    """Route → role → status, as the table says."""
    rows = (line.split() for line in TABLE.strip().splitlines()[1:])
    return {route: dict(zip(ROLES, map(int, statuses), strict=True)) for route, *statuses in rows}


def browser_of(here: SimpleNamespace, role: str) -> StrictClient:
    client = StrictClient()
    if role != "anonymous":
        client.force_login(here.people[role])
    return client


def test_the_page_of_permissions_is_made_from_the_rules_and_this_table():
    with translation.override("en"):
        assert build_permissions.PAGE.read_text(encoding="utf-8") == build_permissions.page(), (
            "docs/permissions.md is stale: python -m docs.build_permissions"
        )


def test_every_address_of_the_program_is_in_the_table():
    assert sorted(expected()) == sorted(route for route, _pattern in routes())


# Rights are decided in Python: on a second engine it is enough that whoever may see most opens every page.
ON_EVERY_ENGINE = ("secretariat", "superuser")


@pytest.mark.parametrize(
    "role",
    [pytest.param(role, marks=() if role in ON_EVERY_ENGINE else pytest.mark.any_engine) for role in ROLES],
)
def test_everybody_gets_at_every_address_what_the_table_says(here, role):
    client = browser_of(here, role)
    found = {}
    for route, address in addresses(here):
        response = client.get(address)
        b"".join(response if response.streaming else ())
        found[route] = response.status_code

    assert found == {route: statuses[role] for route, statuses in expected().items()}


@pytest.mark.parametrize("address", ["/", "/nhiem-vu/1/", "/quan-tri/", "/quan-tri/tasks/task/"])
def test_who_is_not_signed_in_is_sent_to_the_one_sign_in(client, address):
    last_address, _status = client.get(address, follow=True).redirect_chain[-1]

    assert last_address == f"/tai-khoan/login/?next={address}"


# What people do


def sent(here: SimpleNamespace) -> dict[str, dict[str, object]]:
    """Acting route → a form that is filled in rightly."""
    heir = here.people["lead"].memberships.get().unit_id
    saigon = here.people["partner"].memberships.get().unit_id
    report = {"on_behalf_of": heir, "version": here.open.version, "submission_key": uuid4(), "percent": 40}
    return {
        "reports-accept": {"report": here.reported.updates.get().pk},
        **bulk_forms(here),
        **report_forms(here),
        "reorganise": reorganisation_form(),
        "tasks-doubles": {"task": here.double.pk},
        "collapse-decide": {"kind": "go_on", "open_tasks": "keep", "reason": "Nghị quyết 202/2025/QH15"},
        "figure-change": figure_form(),
        "figure-delete": {},
        "document-add": {"title": "Biên bản", "file": small_pdf()},
        "document-take-back": {"reason": "Nhầm bản dự thảo"},
        "step-task-done": {},
        "step-task-remove": {},
        "step-change": {"kind": "drafting", "planned_on": "02/12/2026"},
        "filter-change": {"name": "Việc năm 2024"},
        "filter-delete": {},
        "task-direct": {"kind": "directive", "text": "Khẩn trương hoàn thành"},
        "directive-answer": {"answer": "Đang chờ kinh phí"},
        "occurrence-report": report | {"complete": "yes", "result": "Đã ký"},
        "occurrence-extend": {"on_behalf_of": heir, "new_due_on": "31/12/2026", "reason": "Chờ vốn"},
        "occurrence-note": report | {"on_behalf_of": saigon, "result": "Đã cử người"},
        "occurrence-verify": {"decision": "accept", "version": here.reported.version},
        "extension-decide": {"decision": "grant", "past_end": "on"},
        "occurrence-due-day": {
            "due_on": "31/12/2026",
            "reason": "Đã bố trí kinh phí",
            "version": here.undated.version,
        },
        "occurrence-pause": {"reason": "Chờ vốn"},
        "occurrence-cancel": {"reason": "Hết nhu cầu"},
        "occurrence-resume": {"reason": "Đã có vốn"},
        **{
            f"admin:tasks_importbatch_{act}": {}
            for act in ("table", "row", "compare", "confirm", "undo", "discard")
        },
    }


def small_pdf() -> ContentFile:
    return ContentFile(factories.SMALL_PDF, name="bien-ban.pdf")


def report_forms(here: SimpleNamespace) -> dict[str, dict[str, object]]:
    part = here.draft.parts.first()
    return {
        "report-part": {"text": "Sửa lại.", "version": part.version},
        "report-part-preview": {"text": "Sửa lại."},
        "report-head": {name: getattr(here.draft, name) for name in HEAD} | {"signer": "Nguyễn Văn A"},
        "report-update": {},
        "report-discard": {},
        "report-issue": {"number": 6, "issued_on": "12/02/2025", "seen": "on"},
    }


def reorganisation_form() -> dict[str, object]:
    health, trade = factories.unit("Sở Y tế"), factories.unit("Sở Công Thương")
    day = {"effective_on": "01/09/2026", "legal_basis": "Nghị quyết 01/NQ-HĐND"}
    return {"kind": "merge", "bodies": health.pk, "heirs": trade.pk} | day


def figure_form() -> dict[str, object]:
    """Of 5 projects, without parts."""
    words = {"label": "Dự án", "measure": "dự án", "scope": "in_year", "year": "2024", "value": "5"}
    return words | {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}


def bulk_forms(here: SimpleNamespace) -> dict[str, dict[str, object]]:
    """Route → what the page sends after its preview of the one task."""
    [task], health = Task.objects.filter(pk=here.task.pk).for_change(), factories.unit("Sở Y tế")
    farming = Field.objects.get(code="nong-nghiep")
    previews = {
        "tasks-reassign": reassignments([task], place=Place(), to_unit=health),
        "tasks-field": field_changes([task], field=farming),
        "tasks-key": key_changes([task], is_key=True),
    }
    chosen: dict[str, dict[str, object]] = {
        "tasks-reassign": {"place": "lead::", "to_unit": health.pk, "reason": "Điều chỉnh phân công"},
        "tasks-field": {"field": farming.pk},
        "tasks-key": {"is_key": "yes"},
    }
    return {
        route: values | {"task": task.pk, "seen": fingerprint(previews[route])}
        for route, values in chosen.items()
    }


ACTING = (
    *((role, f"figure-{act}") for role in ("lead", "secretariat") for act in ("change", "delete")),
    *((role, "step-task-done") for role in ("lead", "secretariat")),
    *(("secretariat", route) for route in ("step-change", "step-task-remove")),
    *(("secretariat", route) for route in ("document-add", "document-take-back")),
    ("leader", "task-direct"),
    ("lead", "directive-answer"),
    ("lead", "occurrence-report"),
    ("lead", "occurrence-extend"),
    ("partner", "occurrence-note"),
    ("secretariat", "occurrence-verify"),
    ("secretariat", "reports-accept"),
    ("secretariat", "tasks-reassign"),
    ("secretariat", "tasks-field"),
    ("secretariat", "tasks-key"),
    ("secretariat", "reorganise"),
    ("secretariat", "tasks-doubles"),
    ("secretariat", "collapse-decide"),
    ("secretariat", "filter-change"),
    ("secretariat", "filter-delete"),
    ("secretariat", "extension-decide"),
    ("secretariat", "occurrence-due-day"),
    ("secretariat", "occurrence-pause"),
    ("secretariat", "occurrence-cancel"),
    ("secretariat", "occurrence-resume"),
    ("secretariat", "admin:tasks_importbatch_discard"),
)


def state_of_work() -> list[list[tuple[object, ...]]]:
    """Every row that acting can change."""
    models = (
        Assignment,
        Occurrence,
        ProgressUpdate,
        Verification,
        Extension,
        Directive,
        ImportBatch,
        ImportRow,
        AnnualReport,
        ReportPart,
        SavedFilter,
        Task,
        Plan,
        UnitSuccession,
        CollapseDecision,
        Document,
        Event,
    )
    return [list(model.objects.order_by("pk").values_list()) for model in models]


@pytest.mark.parametrize(("role", "route"), ACTING)
def test_who_may_act_acts(here, role, route):
    before = state_of_work()

    response = browser_of(here, role).post(
        reverse(route, args=arguments(here).get(route, [])), sent(here)[route]
    )

    assert response.status_code == 302
    assert state_of_work() != before


@pytest.mark.any_engine
@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_act_is_refused_and_nothing_changes(here, role):
    client, before = browser_of(here, role), state_of_work()
    refused = {}
    for route, data in sent(here).items():
        keeps_it = role == "secretariat" and ("importbatch" in route or route.startswith("report-"))
        if (role, route) not in ACTING and not keeps_it:
            response = client.post(reverse(route, args=arguments(here).get(route, [])), data)
            refused[route] = response.status_code

    assert set(refused.values()) == ({302} if role == "anonymous" else {404})
    assert state_of_work() == before


@pytest.mark.any_engine
@pytest.mark.parametrize("role", ["admin", "superuser", "khang"])
@pytest.mark.parametrize("what", ["change", "delete"])
def test_the_admin_changes_no_row_of_a_province_for_anybody_else(here, role, what):
    client, before = browser_of(here, role), state_of_work()
    for model, row in (("agreements_plan", here.plan), ("tasks_task", here.task)):
        address = reverse(f"admin:{model}_{what}", args=[row.pk])
        assert client.post(address, {"post": "yes", "title": "Khác"}).status_code in (403, 404)

    assert state_of_work() == before
