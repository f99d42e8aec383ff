from django.urls import path

from tasks.states import Move
from tasks.views import bulk, collapses, history, overview, queue, reorganising, reports, tasks, work

urlpatterns = [
    path("", overview.overview, name="dashboard"),
    path("viec-cua-toi/", overview.todo, name="todo"),
    path("viec-cua-toi/xac-nhan/", queue.accept_reports, name="reports-accept"),
    path("nhiem-vu/", tasks.task_list, name="task-list"),
    path("nhiem-vu/giao-lai/", bulk.change_tasks, {"bulk": bulk.REASSIGN}, name="tasks-reassign"),
    path("nhiem-vu/linh-vuc/", bulk.change_tasks, {"bulk": bulk.SET_FIELD}, name="tasks-field"),
    path("nhiem-vu/trong-tam/", bulk.change_tasks, {"bulk": bulk.MARK_KEY}, name="tasks-key"),
    path("nhiem-vu/<int:pk>/", tasks.task_detail, name="task-detail"),
    path("nhiem-vu/<int:pk>/chi-dao/", work.direct, name="task-direct"),
    path("chi-dao/<int:pk>/tra-loi/", work.answer, name="directive-answer"),
    path("ky/<int:pk>/bao-cao/", work.report, name="occurrence-report"),
    path("ky/<int:pk>/gop-y/", work.note, name="occurrence-note"),
    path("ky/<int:pk>/xac-nhan/", work.verify, name="occurrence-verify"),
    path("ky/<int:pk>/gia-han/", work.extend, name="occurrence-extend"),
    path("ky/<int:pk>/tam-dung/", work.stop, {"move": Move.PAUSE}, name="occurrence-pause"),
    path("ky/<int:pk>/dung/", work.stop, {"move": Move.CANCEL}, name="occurrence-cancel"),
    path("ky/<int:pk>/tiep-tuc/", work.stop, {"move": Move.RESUME}, name="occurrence-resume"),
    path("gia-han/<int:pk>/", work.decide, name="extension-decide"),
    path("ke-hoach/<int:pk>/lich-su/", history.plan_history, name="plan-history"),
    path("ke-hoach/<int:pk>/lich-su.xlsx", history.plan_history_file, name="plan-history-file"),
    path("thoa-thuan/<int:pk>/lich-su/", history.agreement_history, name="agreement-history"),
    path("thoa-thuan/<int:pk>/lich-su.xlsx", history.agreement_history_file, name="agreement-history-file"),
    path("minh-chung/<int:pk>/tep/", tasks.evidence_file, name="evidence-file"),
    path("sap-xep/", reorganising.reorganisation_list, name="reorganisation-list"),
    path("sap-xep/moi/", reorganising.reorganise, name="reorganise"),
    path("sap-xep/don-vi/<int:pk>/huy/", reorganising.take_back, name="reorganisation-take-back"),
    path("sap-xep/phan-cong-lai/", reorganising.tasks_to_give, name="tasks-orphans"),
    path("sap-xep/trung-vai-tro/", reorganising.tasks_held_twice, name="tasks-doubles"),
    path("sap-xep/thoa-thuan/", collapses.collapse_list, name="collapse-list"),
    path("sap-xep/thoa-thuan/<int:pk>/", collapses.decide, name="collapse-decide"),
    path("bao-cao/", reports.report_list, name="report-list"),
    path("bao-cao/thoa-thuan/<int:pk>/<int:year>.pdf", reports.annual_report_pdf, name="report-pdf"),
]
