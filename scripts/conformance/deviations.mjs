/**
 * Messages of the bounce corpus of which we say something else than its oracle: ours, and what in the message says so.
 * docs/conformance.md tells it at length. @type {Record<string, [ours: string, reason: string]>}
 */
export const DEVIATIONS = {
  'arf-19.eml': ['none', 'a report on DMARC by a server (RFC 6591): no person complained'],
  'lhost-exim-30.eml': [
    'ours',
    '5.7.1 and "access denied": a matter of policy, whatever is said of the recipient',
  ],
  'lhost-gmail-03.eml': ['ours', '5.7.0 and "header error": what we made was refused'],
  'lhost-mcafee-01.eml': ['soft', 'a bare 550 without a step; the same words stand in messages called soft'],
  'lhost-opensmtpd-11.eml': ['ours', '5.7.26: the message was not authenticated'],
  'lhost-postfix-49.eml': ['none', 'the report is text within the letter of a support desk'],
  'lhost-powermta-01.eml': [
    'soft',
    '5.2.1 says disabled, not missing; the same words stand in messages called soft',
  ],
  'lhost-powermta-03.eml': [
    'soft',
    '5.2.1 says disabled, not missing; the same words stand in messages called soft',
  ],
  'lhost-sendmail-14.eml': ['none', 'a person forwards a bounce, with its text quoted'],
  'lhost-sendmail-57.eml': ['ours', '5.7.27: the sender has a null MX (RFC 7505 §4.3)'],
  'lhost-verizon-02.eml': ['soft', 'word for word lhost-apachejames-01.eml, which is called soft'],
  'lhost-x5-01.eml': ['soft', 'it says no reason; the report stands within the message that it returns'],
  'rhost-aol-06.eml': [
    'soft',
    'a name server answered badly, as in lhost-postfix-17.eml, which is called soft',
  ],
  'rhost-messagelabs-02.eml': ['soft', 'word for word lhost-surfcontrol-01.eml, which is called soft'],
  'rhost-nttdocomo-03.eml': [
    'soft',
    '"unknown user" after the data, as in rhost-nttdocomo-01.eml, which is called soft',
  ],
};
