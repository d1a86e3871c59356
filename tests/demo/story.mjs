// Who calls and what is said. A new telephone number each time, so that the demo can be played again and again.
export const citizen = {
  name: '陈建国',
  phone: `139${String(Date.now() % 100_000_000).padStart(8, '0')}`,
};

export const request = {
  requester: citizen,
  channel: 'PHONE',
  type: 'CONTACT_JUDGE',
  title: '申请执行人询问执行案件进展，请法官回电',
  content:
    '来电人系（2026）粤0305执1234号买卖合同纠纷一案的申请执行人。称案件今年七月立案执行，至今未接到承办法官电话，' +
    '不清楚被执行人名下财产是否已经查封，请法官回电说明财产查控情况和下一步安排。',
  caseNumber: '(2026) 粤0305执1234号',
  urgency: 'NORMAL',
  region: '广东省深圳市南山区',
};

export const feedbacks = {
  thin: '已联系当事人，案件正在办理中。',
  full:
    '已电话告知申请执行人：经网络查控，被执行人名下两个银行账户共冻结人民币 36.8 万元；名下位于南山区的房产一套已查封，' +
    '现正等待不动产登记机构回函，回函后移送评估。',
  second:
    '承办法官已本人回电：不动产登记机构已回函，案件已移送评估，预计三十日内出具评估报告，之后依法启动网络司法拍卖。' +
    '冻结款项将于下周发放。申请执行人表示清楚。',
};
