import type { SurveyLocale } from './survey-definition.js';

/** What the law protects more than the rest (GDPR art. 9 no. 1). Biometric and genetic data stand together. */
export const SPECIAL_CATEGORIES = [
  'health',
  'religion',
  'politics',
  'union',
  'sexual-life',
  'origin',
  'body',
] as const;
export type SpecialCategory = (typeof SPECIAL_CATEGORIES)[number];

const list = (...words: string[]): readonly string[] => words.flatMap((some) => some.split('|'));

/**
 * Beginnings of words, lower case; with `=` before it the whole word. They find many questions about what is especially
 * protected, and not all: whoever asks must think as well. Everyday words that also mean something else (to believe, a
 * race, a party) are left out where they would find more menus and concerts than faiths and parties.
 */
export const SPECIAL_WORDS: Record<SpecialCategory, Record<SurveyLocale, readonly string[]>> = {
  health: {
    nb: list(
      'helse|sykdom|=syk|=syke|sykeh|sykepl|diagnos|funksjonsneds|funksjonshem|handikap|medisin',
      'allergi|intoleran|gravid|psykisk|depresj|angst|kreft|diabet|astma|cøliaki|rullestol|hørselshem',
      'synshem|vaksin|abort|avhengighet|rusmid|adhd|autis|demens|=lege|=legen|legemid|sykemeld|uføre',
      '=nav|covid|smitte',
    ),
    nn: list(
      'helse|sjukdom|sjuk|diagnos|funksjonsneds|funksjonshem|handikap|medisin|allergi|intoleran|gravid',
      'psykisk|depresj|angst|kreft|diabet|astma|cøliaki|rullestol|høyrselshem|synshem|vaksin|abort',
      'avhengigheit|rusmid|adhd|autis|demens|=lege|=legen|legemid|sjukmeld|uføre|=nav|covid|smitte',
    ),
    en: list(
      'health|illness|disease|sick|diagnos|disab|impair|handicap|medic|allerg|intoleran|pregnan|mental',
      'depressi|anxiety|cancer|diabet|asthma|coeliac|celiac|wheelchair|deaf|blind|vaccin|abortion',
      'addict|adhd|autis|dementia|doctor|covid',
    ),
  },
  religion: {
    nb: list(
      'relig|livssyn|trossamf|trosretn|kristen|kristn|muslim|islam|jøde|jødisk|buddhis|hindu|humanetik',
      'human-etik|ateis|katol|menighet|=gud|gudstro|kirkemedlem|overbevisning',
    ),
    nn: list(
      'relig|livssyn|trussamf|trudomssamf|trusretn|kristen|kristn|muslim|islam|jøde|jødisk|buddhis',
      'hindu|humanetik|human-etik|ateis|katol|kyrkjelyd|=gud|gudstru|kyrkjemedlem|trudom|overtyding',
    ),
    en: list(
      'relig|faith|christian|muslim|islam|jewish|=jew|=jews|buddhis|hindu|atheis|catholic|protestant',
      'congregation|=god|philosophical belie|worship',
    ),
  },
  politics: {
    nb: list(
      'politik|politis|stemte på|stemmer på|stortingsvalg|kommunevalg|partimedlem|=parti|=partiet',
      'sosialis|venstresid|høyresid|arbeiderparti|fremskrittsparti|senterparti|miljøparti',
    ),
    nn: list(
      'politik|politis|røysta på|røystar på|stortingsval|kommuneval|partimedlem|=parti|=partiet',
      'sosialis|venstresid|høgresid|arbeidarparti|framstegsparti|senterparti|miljøparti',
    ),
    en: list(
      'politic|voted for|=voter|=voters|election|socialis|conservative|left-wing|right-wing',
      'labour party|party member',
    ),
  },
  union: {
    nb: list('fagforening|fagorgan|fagforbund|tillitsvalgt|streik|tariff'),
    nn: list('fagforein|fagorgan|fagforbund|tillitsvald|streik|tariff'),
    en: list('trade union|labour union|labor union|union member|shop steward'),
  },
  'sexual-life': {
    nb: list(
      'seksu|samliv|legning|homofil|lesbisk|biseksu|heterofil|skeiv|transperson|kjønnsidentitet|lhbt',
      'prevensj',
    ),
    nn: list(
      'seksu|samliv|legning|homofil|lesbisk|biseksu|heterofil|skeiv|transperson|kjønnsidentitet|lhbt',
      'prevensj',
    ),
    en: list(
      'sexual|=sex|=gay|lesbian|bisexual|heterosex|homosex|queer|transgender|gender identity|lgbt',
      'contracepti',
    ),
  },
  origin: {
    nb: list(
      'etnis|etnisitet|hudfarge|innvandrer|flyktning|minoritet|samisk|=samer|=samene|kvensk|romani',
      'opprinnelsesland|fødeland|morsmål|avstamning',
    ),
    nn: list(
      'etnis|etnisitet|hudfarge|innvandrar|flyktning|minoritet|samisk|=samar|=samane|kvensk|romani',
      'opphavsland|fødeland|morsmål|avstamming',
    ),
    en: list(
      'ethnic|racial|skin colour|skin color|immigrant|refugee|minority|=sami|romani|country of birth',
      'country of origin|mother tongue|native language|ancestry',
    ),
  },
  body: {
    nb: list('biometri|fingeravtrykk|ansiktsgjenk|genetis|=dna|gentest|arvelig'),
    nn: list('biometri|fingeravtrykk|ansiktsattk|genetis|=dna|gentest|arveleg'),
    en: list('biometr|fingerprint|facial recognition|genetic|=dna|hereditary'),
  },
};
