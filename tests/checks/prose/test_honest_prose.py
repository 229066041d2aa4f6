"""Honest prose raises no alarm: what departments write in many ways, and what is true of the tables beside it.

All sentences are invented. Each case says why its prose is honest; where a slip of a digit must be found all the
same, it stands in ``DISHONEST``.
"""

from __future__ import annotations

import pytest

from budgetkit.prose import stated
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.records import Document, from_frame, to_frame
from budgetkit.rulebook import rules
from tests.support.worked import document

TABLES = """
dept_summary,revenue
一般公共预算资金,100.00
政府性基金预算资金,10.00
事业收入,20.00
本年收入,130.00
上年结转,5.00
合计,135.00

dept_summary,expenditure
教育支出,125.00
城乡社区支出,10.00
本年支出,135.00
合计,135.00

dept_expenditure,total,basic,project
合计,135.00,70.00,65.00
205,125.00,70.00,55.00
20502,125.00,70.00,55.00
2050201:学前教育,125.00,70.00,55.00
212,10.00,,10.00

fiscal_summary,revenue
一般公共预算资金,100.00
政府性基金预算资金,10.00
本年收入,110.00
上年结转,5.00
合计,115.00

fiscal_summary,expenditure
教育支出,105.00
城乡社区支出,10.00
本年支出,115.00
合计,115.00

public_expenditure,total,basic,project
合计,100.00,60.00,40.00
205,100.00,60.00,40.00
20502,100.00,60.00,40.00
2050201:学前教育,70.00,60.00,10.00
2050202:小学教育,30.00,,30.00

basic_expenditure,basic,personnel,operating
合计,60.00,45.00,15.00
301,45.00,45.00,
30101,45.00,45.00,
302,15.00,,15.00
30201,8.00,,8.00
30211,4.00,,4.00
30217,3.00,,3.00

three_public,three_public,overseas,vehicles,vehicle_purchase,vehicle_operation,reception
,9.00,0.00,6.00,0.00,6.00,3.00

government_fund,total
合计,10.00
"""
RULES = [rule.id for rule in rules().itertuples() if rule.id[0] in "NI" and rule.severity == "error"]
RULES += ["I05", "I07", "Y01"]

HONEST = {
    "a sentence on the whole budget after a list of parts": (
        "# 一、收支总表情况说明",
        "2024年预算支出135.00万元，其中基本支出预算70.00万元，占51.85%；项目支出预算65.00万元，占48.15%。"
        "2024年预算比2023年预算增加35.00万元，增长35.00%。",
    ),
    "a stray full stop before an amount": (
        "# 二、一般公共预算基本支出情况说明",
        "2024年公用经费15.00万元，其中办公费8.00万元，公务接待费3.00万元，差旅费。4.00万元等。",
    ),
    "a class within the paragraph on project expenditure": (
        "# 三、一般公共预算支出",
        "# （一）基本支出",
        "2024年基本支出60.00万元，其中：教育支出60.00万元。",
        "# （二）项目支出",
        "2024年项目支出40.00万元，是指为完成特定任务发生的支出，其中：教育支出40.00万元，主要用于校舍维修。",
    ),
    "all expenditure of the department under performance management": (
        "# （七）预算绩效目标说明",
        "本单位所有支出实行绩效目标管理。纳入2024年部门整体支出绩效目标的金额为135.00万元，其中，基本支出70.00万元，项目支出65.00万元。",
    ),
    "policy money outside of the department's budget under performance management": (
        "# 绩效目标设置情况",
        "2024年纳入绩效目标管理的项目12个，涉及转移支付资金900.00万元。",
    ),
    "performance evaluation of money transferred to others": (
        "# 绩效情况",
        "2024年对3个专项资金项目开展绩效评价，涉及资金500.00万元。",
    ),
    "travel of the whole general public budget, of which the table has the basic part": (
        "# 一般公共预算其他支出情况说明",
        "2024年某局各单位差旅费预算6.50万元，比上年预算数减少0.50万元，下降7.14%。",
    ),
    "expenditure from business income": (
        "# 支出预算情况",
        "2024年支出预算135.00万元，其中：财政拨款支出115.00万元，事业收入支出20.00万元。",
    ),
    "the note that a table would be empty if there were nothing": (
        "# 政府性基金",
        "如无政府性基金预算支出，则本表为空表。",
        "2024年政府性基金预算支出10.00万元。",
    ),
    "no secret projects": (
        "# 项目",
        "本单位无涉密项目。2024年项目支出65.00万元。",
    ),
    "changes against budget and against account in one sentence": (
        "# 三公",
        "2024年“三公”经费预算9.00万元，比2023年预算数减少1.00万元，下降10.00%，比2023年执行数增加1.00万元，增长12.50%。",
    ),
    "total against the budget, parts against the account": (
        "# 一般公共预算支出情况",
        "2024年一般公共预算支出100.00万元，比2023年预算增加20.00万元。其中：基本支出60.00万元，比2023年执行数增加5.00万元；"
        "项目支出40.00万元，比2023年执行数减少2.00万元。",
    ),
    "two priors of which the rate is of the budget": (
        "# 三公",
        "2023年“三公”经费预算数10.00万元，执行数8.00万元。2024年“三公”经费预算数9.00万元，比2023年预算数减少1.00万元，下降10.00%。",
    ),
    "a rate of the account where the budget stands before": (
        "# 三公",
        "2024年公务接待费预算3.00万元，2023年预算数4.00万元，2023年执行数2.00万元，较上年执行数增长50%。",
    ),
    "a rate that may be of either of two priors": (
        "# 三公",
        "2024年公务接待费预算3.00万元，2023年预算数4.00万元，2023年执行数2.00万元，增长50%。",
    ),
    "revenue against the budget, expenditure against the account": (
        "# 收支情况",
        "2024年收入预算135.00万元，比2023年预算增加10.00万元。2024年支出预算135.00万元，比2023年决算增加12.00万元。",
    ),
    "rates of several years": (
        "# 三公",
        "“三公”经费2022年12.00万元，2023年10.00万元，下降16.67%；2024年9.00万元，下降10.00%。",
    ),
    "levels of three years and a change against the first": (
        "# 三公",
        "2024年“三公”经费预算9.00万元，比2022年减少3.00万元，下降25.00%，比2023年减少1.00万元，下降10.00%。",
    ),
    "prior given by year with rate": (
        "# 三公",
        "2024年公务接待费3.00万元，2023年为4.00万元，同比下降25.00%。",
    ),
    "a change with the main parts of it": (
        "# 支出",
        "2024年支出预算135.00万元，较上年增加15.00万元，其中：基本支出增加10.00万元，项目支出增加5.00万元。",
    ),
    "a change of which only the main parts are named": (
        "# 支出",
        "2024年支出预算135.00万元，较上年增加15.00万元，增长12.50%，其中基本支出增加10.00万元。",
    ),
    "a rise and a fall within a change": (
        "# 支出",
        "2024年一般公共预算支出100.00万元，较上年增加15.00万元，增长17.65%，其中基本支出增加20.00万元，项目支出减少5.00万元。",
    ),
    "reasons that name amounts of their own": (
        "# 支出",
        "2024年支出预算135.00万元，比上年增加15.00万元，增长12.50%，主要原因是新增校舍维修项目12.00万元，人员经费增加3.00万元。",
    ),
    "a rate in the reason is of what the reason names": (
        "# 支出",
        "2024年支出预算135.00万元，比上年增加15.00万元，增长12.50%，主要是学生人数增长8.00%。",
    ),
    "亿元 in the prose, 万元 in the table": (
        "# 支出",
        "2024年支出预算0.01亿元，其中基本支出预算70.00万元。",
    ),
    "元 in the prose": (
        "# 支出",
        "2024年支出预算1350000.00元，其中基本支出预算700000元，项目支出预算650000元。",
    ),
    "rounded to whole 万元": (
        "# 三公",
        "2024年“三公”经费预算9万元，其中公务接待费3万元，公务用车购置及运行费6万元。",
    ),
    "several subjects share several figures": (
        "# 三公",
        "2024年因公出国（境）费、公务用车购置及运行费、公务接待费分别为0.00万元、6.00万元、3.00万元，合计9.00万元。",
    ),
    "shares given together": (
        "# 支出",
        "2024年支出预算135.00万元，其中基本支出、项目支出分别占51.85%和48.15%。",
    ),
    "a share and a change of one part": (
        "# 支出",
        "2024年支出预算135.00万元，其中：基本支出70.00万元，占51.85%，比上年增长16.67%；项目支出65.00万元，占48.15%，比上年下降7.14%。",
    ),
    "a share of another whole": (
        "# 支出",
        "2024年公用经费15.00万元，占基本支出60.00万元的25.00%，占一般公共预算支出的15.00%。",
    ),
    "a share of the whole that is named in 占…的": (
        "# 支出",
        "2024年一般公共预算支出100.00万元，占本年支出合计的74.07%。",
    ),
    "a share of the change": (
        "# 支出",
        "2024年支出预算135.00万元，比上年增加15.00万元，其中项目支出增加5.00万元，占增加额的33.33%。",
    ),
    "shares that are made to add up to 100": (
        "# 支出",
        "2024年支出预算135.00万元，其中：基本支出70.00万元，占52%；项目支出65.00万元，占48%。",
    ),
    "rates of two subjects in one sentence": (
        "# 收支",
        "2024年收入预算135.00万元，支出预算135.00万元，分别比上年增长12.50%和12.50%。",
    ),
    "one rate of both sides": (
        "# 收支",
        "2024年收支总预算135.00万元，比上年增加15.00万元，增长12.50%。",
    ),
    "percentage points": (
        "# 支出",
        "2024年基本支出70.00万元，占51.85%，比上年提高1.20个百分点。",
    ),
    "a change with a minus sign": (
        "# 三公",
        "2024年公务接待费3.00万元，比上年增加-1.00万元，增长-25.00%。",
    ),
    "持平 beside amounts": (
        "# 三公",
        "2024年公务接待费预算3.00万元，与上年持平。公务用车运行费6.00万元，比上年减少1.00万元，下降14.29%。",
    ),
    "nearly the same": (
        "# 三公",
        "2024年公务接待费预算3.00万元，比上年减少0.01万元，基本持平。",
    ),
    "no increase and no decrease": (
        "# 三公",
        "2024年公务接待费预算3.00万元，比上年增加（减少）0.00万元，增长（下降）0.00%。",
    ),
    "unchanged parts and a total that fell by the only other part": (
        "# 三公",
        "2024年“三公”经费预算9.00万元，比上年减少1.00万元，其中：因公出国（境）费0.00万元，与上年持平；公务用车购置及运行费6.00万元，"
        "比上年减少1.00万元；公务接待费3.00万元，与上年持平。",
    ),
    "a total with money carried over": (
        "# 收支",
        "2024年收入总预算135.00万元，其中：一般公共预算100.00万元，政府性基金预算10.00万元，事业收入20.00万元，上年结转5.00万元。",
    ),
    "a total without money carried over": (
        "# 收支",
        "2024年收入预算130.00万元，其中：一般公共预算100.00万元，政府性基金预算10.00万元，事业收入20.00万元。",
    ),
    "carry-over named of last year": (
        "# 收支",
        "2024年收入总计135.00万元，包括本年收入130.00万元，2023年结转5.00万元。比2023年预算增加15.00万元，增长12.50%。",
    ),
    "fiscal appropriation without and with money carried over": (
        "# 财政拨款",
        "2024年财政拨款收入110.00万元，上年结转5.00万元，财政拨款收支总预算115.00万元。",
    ),
    "changes without the money carried over": (
        "# 收支",
        "2024年收入预算135.00万元，扣除上年结转后比上年增加10.00万元，增长8.33%。",
    ),
    "a budget of this year beside the account of last": (
        "# 三公",
        "2023年“三公”经费支出决算8.00万元，2024年预算9.00万元，比2023年决算增加1.00万元，增长12.50%。",
    ),
    "what was carried out of the year before is no part of this": (
        "# 三公",
        "2024年公务接待费3.00万元，其中2023年结转0.50万元。",
    ),
    "an item by its short name": (
        "# 一般公共预算支出",
        "1.教育支出（类）普通教育（款）学前教育（项）70.00万元，比上年增加10.00万元，增长16.67%。2.小学教育30.00万元。",
    ),
    "an item and its basic and project parts": (
        "# 一般公共预算支出",
        "学前教育（项）70.00万元，其中基本支出60.00万元，项目支出10.00万元。",
    ),
    "a unit's part is not the department's": (
        "# 三公",
        "2024年“三公”经费9.00万元，其中：某市第一小学公务接待费1.00万元，某市第二小学公务接待费2.00万元。",
    ),
    "a project of the same name as an expense": (
        "# 项目支出",
        "2024年项目支出65.00万元，其中培训费项目12.00万元，会议费项目3.00万元。",
    ),
    "a project named after its fund": (
        "# 项目支出",
        "2024年一般公共预算项目支出40.00万元，其中：校舍维修30.00万元，比上年增加10.00万元，增长50.00%；图书购置10.00万元，与上年持平。",
    ),
    "vehicles bought and run together": (
        "# 三公",
        "公务用车购置及运行费6.00万元，其中公务用车购置费0.00万元，公务用车运行费6.00万元，比上年减少1.00万元，下降14.29%。",
    ),
    "a new item that did not exist before": (
        "# 三公",
        "2024年公务接待费3.00万元，2023年预算0万元，比上年增加3.00万元，上年无此项支出。",
    ),
    "procurement with parts and a change of the whole": (
        "# 政府采购",
        "2024年政府采购预算20.00万元，其中：货物采购12.00万元，工程采购5.00万元，服务采购3.00万元；比上年减少5.00万元，下降20.00%。",
    ),
    "procurement for small firms": (
        "# 政府采购",
        "2024年政府采购预算20.00万元，其中：货物12.00万元，服务8.00万元。授予中小企业合同金额15.00万元，占政府采购支出总额的75.00%，"
        "其中授予小微企业10.00万元，占66.67%。",
    ),
    "operating cost and its change where the list of items stands between": (
        "# 机关运行经费",
        "2024年机关运行经费15.00万元，其中办公费8.00万元，差旅费4.00万元，公务接待费3.00万元。比上年增加1.00万元，增长7.14%。",
    ),
    "decrease in a bracket": (
        "# 三公",
        "2024年公务接待费3.00万元（比上年减少1.00万元，下降25.00%），公务用车购置及运行费6.00万元（比上年减少1.00万元，下降14.29%）。",
    ),
    "the prior in a bracket": (
        "# 三公",
        "2024年公务接待费3.00万元（2023年：4.00万元），下降25.00%。",
    ),
    "rates cut off instead of rounded": (
        "# 三公",
        "2024年公务用车购置及运行费6.00万元，比上年减少1.00万元，下降14.28%。",
    ),
    "a rate to whole percent": (
        "# 三公",
        "2024年公务用车购置及运行费6.00万元，比上年减少1.00万元，下降14%。",
    ),
    "about": (
        "# 三公",
        "2024年公务用车购置及运行费6.00万元，比上年减少1.00万元，下降约14.3%。",
    ),
    "personnel and operating of the basic expenditure": (
        "# 一般公共预算基本支出",
        "2024年一般公共预算基本支出60.00万元，其中：人员经费45.00万元，主要包括基本工资45.00万元；公用经费15.00万元，主要包括办公费8.00万元、"
        "差旅费4.00万元、公务接待费3.00万元。",
    ),
    "both totals grew by the same, each named": (
        "# 收支",
        "2024年收入预算135.00万元，较2023年增加15.00万元；支出预算135.00万元，较2023年增加15.00万元，其中基本支出增加5.00万元、"
        "项目支出增加10.00万元。",
    ),
    "government fund: fund's own change": (
        "# 基金",
        "2024年政府性基金预算支出10.00万元，比上年减少2.00万元，下降16.67%，主要用于城乡社区支出10.00万元。",
    ),
    "increase of nothing to something by 100 % of this year's amount": (
        "# 三公",
        "2024年公务接待费3.00万元，比上年的1.50万元增加1.50万元，增长100.00%。",
    ),
    "doubling said in times": (
        "# 三公",
        "2024年公务接待费3.00万元，比上年的1.50万元增长1倍。",
    ),
    "the same base said once for the paragraph": (
        "# 三公",
        "与2023年预算相比，2024年“三公”经费减少1.00万元，其中公务接待费减少0.50万元，公务用车购置及运行费减少0.50万元。2024年“三公”经费9.00万元。",
    ),
    "whole and unit in one section": (
        "# 收支",
        "某市教育局部门2024年收入预算135.00万元。其中：某市教育局本级收入预算80.00万元，某市第一小学收入预算55.00万元。",
    ),
    "a whole text of the usual kind": (
        "# 一、收支预算总体情况",
        "某市教育局2024年收支总预算135.00万元，比2023年增加15.00万元，增长12.50%。",
        "# （一）收入预算",
        "2024年收入预算135.00万元，其中：上年结转5.00万元，占3.70%；一般公共预算拨款收入100.00万元，占74.07%；"
        "政府性基金预算拨款收入10.00万元，占7.41%；事业收入20.00万元，占14.81%。",
        "# （二）支出预算",
        "2024年支出预算135.00万元，其中：基本支出70.00万元，占51.85%；项目支出65.00万元，占48.15%。",
    ),
    "general public budget with a base of its own": (
        "# 三、一般公共预算支出情况",
        "2024年一般公共预算当年拨款100.00万元，比2023年执行数增加12.00万元，增长13.64%，主要是项目支出增加。其中：教育支出（类）100.00万元，"
        "占100.00%。",
    ),
    "items with changes against last year's account": (
        "# 三、一般公共预算具体使用情况",
        "1.教育支出（类）普通教育（款）学前教育（项）2024年预算数为70.00万元，比2023年执行数增加10.00万元，增长16.67%。",
        "2.教育支出（类）普通教育（款）小学教育（项）2024年预算数为30.00万元，比2023年执行数减少2.00万元，下降6.25%。",
    ),
    "items with last year's budget and this year's": (
        "# 三、一般公共预算具体使用情况",
        "学前教育（项）2024年预算70.00万元，2023年预算60.00万元，增加10.00万元，增长16.67%。",
    ),
    "three public with account of last year, all bases named": (
        "# 四、三公经费",
        "2024年“三公”经费预算9.00万元，比2023年预算10.00万元减少1.00万元，下降10.00%。其中：因公出国（境）费0万元，与2023年预算持平；"
        "公务用车购置及运行费6.00万元（其中公务用车购置费0万元，公务用车运行费6.00万元），比2023年预算减少0.50万元，下降7.69%；公务接待费3.00万元，"
        "比2023年预算减少0.50万元，下降14.29%。",
    ),
    "parts of which one is against the account": (
        "# 四、三公经费",
        "2024年“三公”经费预算9.00万元，比2023年预算减少1.00万元，下降10.00%。其中：因公出国（境）费0万元，与上年持平；公务用车购置及运行费6.00万元，"
        "比2023年执行数增加0.50万元，增长9.09%；公务接待费3.00万元，比2023年预算减少0.50万元，下降14.29%。",
    ),
    "the three public expenses of two sources": (
        "# 四、三公经费",
        "2024年“三公”经费预算12.00万元，其中财政拨款9.00万元，其他资金3.00万元。",
    ),
    "three public from all money beside the fiscal one": (
        "# 四、三公经费",
        "2024年财政拨款“三公”经费预算9.00万元，其中公务接待费3.00万元，公务用车运行维护费6.00万元。此外，事业收入安排公务接待费1.00万元。",
    ),
    "amounts per person and standards": (
        "# 三公",
        "2024年公务接待费3.00万元，计划接待30批次、300人次，人均100元。",
    ),
    "vehicles with their price": (
        "# 三公",
        "2024年公务用车购置费0.00万元，拟购置0辆；公务用车运行费6.00万元，保有量2辆，平均每辆3.00万元。",
    ),
    "meetings and training beside three public": (
        "# 会议费",
        "2024年会议费预算2.00万元，拟召开会议4次，人数200人；培训费预算1.00万元，拟开展培训2次。",
    ),
    "an account of last year in a text on the budget": (
        "# 绩效情况",
        "2023年本部门支出决算120.00万元，项目支出50.00万元，绩效自评得分95.00分。2024年支出预算135.00万元。",
    ),
    "a section on last year's execution": (
        "# 2023年预算执行情况",
        "2023年收入预算120.00万元，支出预算120.00万元，其中基本支出65.00万元，项目支出55.00万元。",
    ),
    "money of a project over years": (
        "# 项目",
        "校舍维修项目总投资300.00万元，分三年实施，2024年安排30.00万元，2023年已安排100.00万元。",
    ),
    "limits and caps of money": (
        "# 三公",
        "2024年公务接待费3.00万元，控制在上年预算数4.00万元以内。",
    ),
    "reduced by a rate of policy": (
        "# 三公",
        "按照压减5%的要求，2024年公务接待费预算3.00万元，比上年减少0.16万元，下降5.06%。",
    ),
    "a change of nothing against last year's budget, and a fall against its account": (
        "# 三公",
        "2024年公务接待费3.00万元，与上年预算数持平，比上年执行数增加1.00万元，增长50.00%。",
    ),
    "a change stated before the level": (
        "# 三公",
        "比上年减少1.00万元，下降25.00%，2024年公务接待费预算为3.00万元。",
    ),
    "from and to": (
        "# 三公",
        "公务接待费由2023年的4.00万元减少到2024年的3.00万元，下降25.00%。",
    ),
    "from and to without years": (
        "# 三公",
        "公务接待费从上年4.00万元降至3.00万元，减少1.00万元，降幅25.00%。",
    ),
    "a total spelled twice with other precision": (
        "# 支出",
        "2024年支出预算135.00万元。2024年支出预算总额为135万元，其中：基本支出70万元，项目支出65万元。",
    ),
    "personnel, operating of all money": (
        "# 支出",
        "2024年基本支出70.00万元，其中：人员经费50.00万元，公用经费20.00万元。",
    ),
    "basic expenditure under fiscal appropriation": (
        "# 财政拨款支出",
        "2024年财政拨款支出115.00万元，其中：基本支出60.00万元，项目支出55.00万元。",
    ),
    "classes of the fiscal appropriation with carry-over": (
        "# 财政拨款收支",
        "2024年财政拨款收支总预算115.00万元。收入包括：一般公共预算100.00万元、政府性基金预算10.00万元、上年结转5.00万元；支出包括："
        "教育支出105.00万元、城乡社区支出10.00万元。",
    ),
    "class of general public budget beside class of all money": (
        "# 支出",
        "2024年支出预算135.00万元，按支出功能分类：教育支出125.00万元，城乡社区支出10.00万元。按支出用途分类：基本支出70.00万元，"
        "项目支出65.00万元。",
    ),
    "state capital said to be none while the list of funds has it as 0": (
        "# 国有资本经营预算",
        "本部门2024年没有使用国有资本经营预算拨款安排的支出。",
    ),
    "fund with its own share": (
        "# 基金",
        "2024年政府性基金预算支出10.00万元，占财政拨款支出的8.70%。其中项目支出10.00万元，占100.00%。",
    ),
    "share of general public in fiscal and total": (
        "# 财政拨款",
        "2024年一般公共预算拨款100.00万元，占财政拨款115.00万元的86.96%，占总收入的74.07%。",
    ),
    "units of several bodies listed with changes": (
        "# 支出",
        "2024年支出预算135.00万元，较上年增加15.00万元，其中：某市第一小学增加20.00万元，某市第二小学减少5.00万元。",
    ),
    "bodies with levels under their totals": (
        "# 基本支出",
        "2024年基本支出70.00万元，其中某市第一小学基本支出40.00万元，某市第二小学基本支出30.00万元。项目支出65.00万元。",
    ),
    "operating cost that is less than 公用经费 as 事业单位 are left out": (
        "# 机关运行经费",
        "2024年机关运行经费10.00万元，比2023年减少1.00万元，下降9.09%。",
    ),
    "headcount and money in one list": (
        "# 基本支出",
        "基本支出70.00万元，在职人员50人，离退休人员20人，其中离休0人。",
    ),
    "procurement against all expenditure": (
        "# 政府采购",
        "2024年政府采购预算20.00万元，占支出预算的14.81%，其中：货物12.00万元，占60.00%；服务8.00万元，占40.00%。",
    ),
    "procurement of budget and of carried over money": (
        "# 政府采购",
        "2024年政府采购预算总额20.00万元，其中当年预算18.00万元，上年结转2.00万元。政府采购货物预算12.00万元、工程预算0万元、服务预算8.00万元。",
    ),
    "amounts in words of 约 and 左右": (
        "# 支出",
        "2024年支出预算约0.0135亿元，其中基本支出70万元左右。",
    ),
    "a table number in the sentence": (
        "# 支出",
        "见表3，2024年支出预算135.00万元，基本支出70.00万元，项目支出65.00万元。",
    ),
    "the same change explained twice": (
        "# 支出",
        "2024年支出预算135.00万元，比上年预算增加15.00万元，增长12.50%。增加15.00万元的主要原因：一是基本支出增加10.00万元；"
        "二是项目支出增加5.00万元。",
    ),
    "gross rises and falls that net to the change": (
        "# 支出",
        "2024年支出预算135.00万元，比上年增加15.00万元，增长12.50%。主要原因是人员经费增加20.00万元、项目支出减少5.00万元，"
        "增减相抵后增加15.00万元。",
    ),
    "rate in per mille": (
        "# 三公",
        "2024年公务接待费3.00万元，占支出预算135.00万元的22.2‰。",
    ),
    "a rate against the period before": (
        "# 收入",
        "2024年事业收入20.00万元，较去年同期增长25.00%，增加4.00万元。",
    ),
    "level, rate, then change": (
        "# 三公",
        "2024年公务接待费3.00万元，同比下降25.00%，减少1.00万元。",
    ),
    "the word 其中 inside the change of a total against each base": (
        "# 支出",
        "2024年一般公共预算支出100.00万元，比上年预算增加10.00万元，其中基本支出增加4.00万元、项目支出增加6.00万元；比上年决算减少5.00万元，"
        "其中基本支出减少2.00万元、项目支出减少3.00万元。",
    ),
    "prior of two bases with parts": (
        "# 支出",
        "2023年一般公共预算支出预算90.00万元，执行数105.00万元；2024年预算100.00万元，较上年预算增长11.11%，较上年执行数下降4.76%。",
    ),
    "the next year's number": (
        "# 项目",
        "2024年项目支出65.00万元，2025年预计项目支出70.00万元。",
    ),
    "average of years": (
        "# 三公",
        "近三年公务接待费平均3.50万元，2024年公务接待费3.00万元。",
    ),
    "a change in the class and the item below it": (
        "# 一般公共预算支出",
        "教育支出100.00万元，比上年增加10.00万元，增长11.11%；其中学前教育70.00万元，比上年增加12.00万元，增长20.69%；小学教育30.00万元，"
        "比上年减少2.00万元，下降6.25%。",
    ),
    "fund of a list said once": (
        "# 一般公共预算",
        "2024年一般公共预算支出100.00万元，其中基本支出60.00万元（人员经费45.00万元、公用经费15.00万元），项目支出40.00万元。",
    ),
    "revenue lists with fiscal and its parts": (
        "# 收入",
        "2024年收入预算135.00万元，其中：财政拨款收入110.00万元（一般公共预算100.00万元，政府性基金预算10.00万元），占81.48%；"
        "事业收入20.00万元，占14.81%；上年结转5.00万元，占3.70%。",
    ),
    "a change of revenue by source that nets": (
        "# 收入",
        "2024年收入预算135.00万元，比上年增加15.00万元，其中：一般公共预算拨款收入增加20.00万元，事业收入减少5.00万元。",
    ),
    "expenditure by kind with 经营 and 上缴 named as 0": (
        "# 支出",
        "2024年支出预算135.00万元，其中：基本支出70.00万元，项目支出65.00万元，上缴上级支出0万元，经营支出0万元，对附属单位补助支出0万元。",
    ),
    "fiscal appropriation grew while all money fell": (
        "# 财政拨款",
        "2024年财政拨款收支总预算115.00万元，比上年增加5.00万元，增长4.55%。其中一般公共预算100.00万元，比上年减少3.00万元，下降2.91%。",
    ),
    "item name shortened": (
        "# 一般公共预算支出",
        "机关事业单位养老保险缴费5.00万元，学前教育70.00万元。",
    ),
    "a class name of an older year": (
        "# 一般公共预算支出",
        "教育100.00万元，占100.00%。",
    ),
    "increase in reasons by item that is larger than the whole": (
        "# 支出",
        "2024年一般公共预算支出100.00万元，比上年减少5.00万元，下降4.76%，主要原因是学前教育项目增加10.00万元，校舍维修项目减少15.00万元。",
    ),
    "reason after the full stop": (
        "# 支出",
        "2024年基本支出70.00万元，比上年增加10.00万元，增长16.67%。主要是人员经费增加8.00万元，公用经费增加2.00万元。项目支出65.00万元，"
        "比上年减少5.00万元，下降7.14%。主要是校舍维修完工。",
    ),
    "a total after its parts": (
        "# 支出",
        "2024年基本支出70.00万元，项目支出65.00万元，合计135.00万元，比上年增加15.00万元，增长12.50%。",
    ),
    "a total called 共计 with a list before": (
        "# 三公",
        "公务用车运行费6.00万元、公务接待费3.00万元，共计9.00万元。",
    ),
    "sum of money for two purposes": (
        "# 三公",
        "公务接待费和公务用车运行费共9.00万元，比上年减少1.00万元，下降10.00%。",
    ),
    "change of two subjects together": (
        "# 三公",
        "公务接待费3.00万元、公务用车运行费6.00万元，两项合计比上年减少1.00万元，下降10.00%。",
    ),
    "an item of procurement outside of the total": (
        "# 政府采购",
        "2024年政府采购预算20.00万元，全部为货物采购。其中面向中小企业预留18.00万元，占90.00%。",
    ),
    "procurement in two years": (
        "# 政府采购",
        "2024年政府采购预算20.00万元，其中货物12.00万元、服务8.00万元。2023年政府采购预算25.00万元，其中货物15.00万元、服务10.00万元。",
    ),
    "items of two years in a table-like list": (
        "# 三公",
        "2024年预算：因公出国（境）费0万元，公务用车购置及运行费6.00万元，公务接待费3.00万元。2023年预算：因公出国（境）费0万元，"
        "公务用车购置及运行费7.00万元，公务接待费3.00万元。",
    ),
    "year first, then list": (
        "# 三公",
        "2023年预算情况：“三公”经费10.00万元，其中公务用车运行费7.00万元，公务接待费3.00万元。",
    ),
    "last year's total with its parts": (
        "# 收支",
        "上年支出预算120.00万元，其中基本支出60.00万元，项目支出60.00万元。",
    ),
    "past tense without year in the heading of last year": (
        "# （一）2023年“三公”经费执行情况",
        "2023年“三公”经费支出8.00万元，公务用车运行费6.50万元，公务接待费1.50万元。",
    ),
    "a section headed by last year whose text names no year": (
        "# （一）2023年“三公”经费执行情况",
        "“三公”经费支出8.00万元，其中公务用车运行费6.50万元，公务接待费1.50万元。",
    ),
    "rates of last year's part": (
        "# 三公",
        "2024年公务接待费3.00万元，较2023年预算下降25.00%，占“三公”经费的33.33%，上年占40.00%。",
    ),
    "operating of the operating cost": (
        "# 机关运行经费",
        "2024年机关运行经费财政拨款预算15.00万元，较上年14.00万元增长7.14%。",
    ),
    "a rate with the level of the prior in between": (
        "# 三公",
        "2024年公务接待费预算3.00万元，上年预算4.00万元，减少1.00万元，减少25.00%。",
    ),
    "reduction by years": (
        "# 三公",
        "2024年公务接待费3.00万元，比2023年减少1.00万元，比2022年减少2.00万元，分别下降25.00%、40.00%。",
    ),
    "decline in a half sentence on all three": (
        "# 三公",
        "2024年“三公”经费9.00万元，较上年下降10.00%，连续三年下降。",
    ),
    "a unit with its own increase": (
        "# 三公",
        "2024年“三公”经费9.00万元，其中局本级5.00万元，比上年减少1.00万元；某市第一小学4.00万元，与上年持平。",
    ),
    "money by source within basic": (
        "# 支出",
        "2024年基本支出70.00万元，其中一般公共预算60.00万元，事业收入10.00万元。",
    ),
    "money by source within project": (
        "# 支出",
        "2024年项目支出65.00万元，其中一般公共预算40.00万元，政府性基金10.00万元，上年结转5.00万元，事业收入10.00万元。",
    ),
    "project part under general public heading by names": (
        "# 一般公共预算项目支出",
        "2024年项目支出40.00万元，其中：学前教育10.00万元，小学教育30.00万元。",
    ),
    "bracketed code of class": (
        "# 一般公共预算支出",
        "教育支出（205类）100.00万元，其中：普通教育（20502款）100.00万元。",
    ),
    "items by kind": (
        "# 一般公共预算支出",
        "学前教育（2050201）70.00万元，其中人员经费45.00万元，公用经费15.00万元，项目支出10.00万元。",
    ),
    "personnel of the whole beside that of general public": (
        "# 人员",
        "2024年人员经费50.00万元，其中一般公共预算45.00万元。",
    ),
    "targets sheet amount by project": (
        "# 绩效",
        "2024年纳入绩效目标管理的一级项目2个，涉及资金65.00万元，其中一般公共预算40.00万元。",
    ),
    "targets on all money": (
        "# 绩效",
        "2024年部门整体支出纳入绩效目标管理，涉及财政拨款115.00万元。",
    ),
    "targets full coverage": (
        "# 绩效",
        "2024年本部门对135.00万元支出全面实施绩效目标管理，覆盖率100%。",
    ),
    "budget for the years ahead": (
        "# 项目",
        "项目支出65.00万元。其中跨年度项目2个，2024年安排30.00万元，2025年安排40.00万元。",
    ),
    "rates rounded coarse": (
        "# 三公",
        "2024年“三公”经费9.00万元，比上年下降10%左右。",
    ),
    "more than": (
        "# 三公",
        "2024年“三公”经费9.00万元，较上年下降超过9%。",
    ),
    "level in 亿 with change in 万": (
        "# 支出",
        "2024年支出预算0.0135亿元，比上年增加15.00万元，增长12.50%。",
    ),
}
HONEST_ACCOUNTS = {
    "evaluated projects by their budget in a final account": (
        "# 绩效情况",
        "2024年度组织对5个项目开展绩效自评，共涉及年初预算资金80.00万元。",
    ),
    "evaluated projects in an account, not said of which amount": (
        "# 绩效情况",
        "2024年度组织对5个项目开展绩效自评，共涉及资金80.00万元。",
    ),
    "account against the account before": (
        "# 三公",
        "2024年“三公”经费支出决算9.00万元，完成年初预算10.00万元的90.00%，比2023年决算增加1.00万元，增长12.50%。",
    ),
    "account against its own budget": (
        "# 三公",
        "2024年“三公”经费支出决算9.00万元，比年初预算减少1.00万元，下降10.00%。",
    ),
    "completion of the adjusted budget": (
        "# 三公",
        "2024年“三公”经费年初预算8.00万元，调整预算10.00万元，支出决算9.00万元，完成调整预算的90.00%。",
    ),
    "completion and rise in one sentence of an account": (
        "# 收支",
        "2024年支出决算135.00万元，完成年初预算120.00万元的112.50%，较2023年决算增加10.00万元，增长8.00%。",
    ),
    "completion of more than budget": (
        "# 三公",
        "2024年公务接待费支出决算3.00万元，为年初预算2.00万元的150.00%，较上年增加1.00万元，增长50.00%。",
    ),
    "budget of 0 and a rate that cannot be": (
        "# 三公",
        "公务接待费年初预算0万元，支出决算3.00万元，年初未安排预算，无法计算完成率。",
    ),
    "account items with completion": (
        "# 一般公共预算支出决算具体情况",
        "1.教育支出（类）普通教育（款）学前教育（项）。年初预算65.00万元，支出决算70.00万元，完成年初预算的107.69%。决算数大于年初预算数的主要原因是年中追加。",
    ),
    "basis words differ in the brackets": (
        "# 三公",
        "2024年“三公”经费支出9.00万元，完成预算10.00万元的90.00%；较上年减少0.50万元，下降5.26%。其中：公务接待费3.00万元，"
        "完成预算的75.00%；公务用车运行费6.00万元，完成预算的100.00%。",
    ),
    "targets in accounts of 65": (
        "# 绩效",
        "组织对2024年度整体支出开展绩效自评，涉及一般公共预算支出160.00万元。",
    ),
    "account: revenue completes": (
        "# 收入",
        "2024年度收入决算135.00万元，其中：财政拨款收入110.00万元，占81.48%；事业收入20.00万元，占14.81%；年初结转和结余5.00万元，"
        "占3.70%。",
    ),
    "account: budget beside account per part": (
        "# 三公",
        "2024年度“三公”经费年初预算10.00万元，支出决算9.00万元。其中：公务用车运行费预算6.50万元，支出决算6.00万元，完成预算的92.31%；"
        "公务接待费预算3.50万元，支出决算3.00万元，完成预算的85.71%。",
    ),
    "account: with the whole year's budget": (
        "# 三公",
        "2024年度“三公”经费全年预算数10.00万元，决算数9.00万元，完成90.00%，比上年决算数增加1.00万元，增长12.50%。",
    ),
    "account: items": (
        "# 支出",
        "学前教育（项）。年初预算为65.00万元，支出决算为70.00万元，完成年初预算的107.69%，比上年增加5.00万元，增长7.69%。",
    ),
    "account: smaller unit words": (
        "# 三公",
        "公务接待费支出3.00万元，比年初预算减少0.50万元，比上年增加0.20万元，增长7.14%，接待20批次、150人次。",
    ),
}
DISHONEST = {
    "a sentence on the whole budget after a list of parts": ("135.00万元，其中", "145.00万元，其中", "N01"),
    "a class within the paragraph on project expenditure": ("教育支出40.00", "教育支出60.00", "N03"),
    "all expenditure of the department under performance management": ("金额为135.00", "金额为136.00", "N08"),
    "a share of another whole": ("的25.00%", "的26.00%", "I06"),
    "changes against budget and against account in one sentence": ("12.50%", "10.00%", "I03"),
    "two priors of which the rate is of the budget": ("下降10.00%", "下降12.50%", "I03"),
    "a rate that may be of either of two priors": ("增长50%", "增长60%", "I03"),
    "the prior in a bracket": ("下降25.00%", "下降33.33%", "I03"),
    "money by source within project": ("支出65.00", "支出66.00", "N04"),
    "items of two years in a table-like list": ("费6.00", "费7.00", "N05"),
    "rates of last year's part": ("33.33%", "40.00%", "I06"),
    "a change with a minus sign": ("-25.00%", "-20.00%", "I03"),
    "rates cut off instead of rounded": ("14.28%", "14.08%", "I03"),
    "the three public expenses of two sources": ("财政拨款9.00", "财政拨款9.50", "N05"),
    "rate in per mille": ("22.2‰", "23.2‰", "I06"),
    "shares that are made to add up to 100": ("占48%", "占45%", "I06"),
    "three public with account of last year, all bases named": ("减少1.00万元", "减少2.00万元", "Y01"),
    "unchanged parts and a total that fell by the only other part": (
        "9.00万元，比上年减少1.00",
        "9.00万元，比上年减少1.50",
        "I02",
    ),
}


def failing(lines: tuple[str, ...], phase: str = "") -> set[str]:
    """Return the rules that prose fails beside the tables."""
    doc = document(f"{phase}{TABLES}\n\nprose,{','.join(lines)}")
    figures, _ = stated(doc.prose, Document(**doc.document))
    doc.stated = to_frame("stated", figures)
    doc.records = lambda name: figures if name == "stated" else from_frame(name, getattr(doc, name))
    checks = reconcile(doc, only=RULES).checks
    return set(checks.loc[checks["outcome"] == "fail", "rule_id"])


@pytest.mark.parametrize("why", HONEST)
def test_honest_prose_raises_no_alarm(why: str) -> None:
    assert failing(HONEST[why]) == set()


@pytest.mark.parametrize("why", HONEST_ACCOUNTS)
def test_honest_prose_of_an_account_raises_no_alarm(why: str) -> None:
    assert failing(HONEST_ACCOUNTS[why], "phase,executed\n") == set()


@pytest.mark.parametrize("why", DISHONEST)
def test_a_wrong_digit_in_the_same_words_is_an_alarm(why: str) -> None:
    right, wrong, rule = DISHONEST[why]
    lines = tuple(line.replace(right, wrong) for line in HONEST[why])
    assert lines != HONEST[why]
    assert rule in failing(lines)
