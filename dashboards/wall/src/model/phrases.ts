import forms from '../../../../src/SmartCare.Server/Alerts/phrases.json';
import type { Phrase } from './contract';

export type PhraseLanguage = 'zh' | 'en';

const FORMS: Readonly<Record<string, Record<PhraseLanguage, string>>> = forms;

/** Parameters whose values have words of their own: `kind.battery`. */
const WORDED: ReadonlySet<string> = new Set(['kind', 'way', 'mode']);

/** Several phrases as one sentence. `name` turns the id of a device into what people call it. A code that is not known stands as it is. */
export function sayPhrases(said: readonly Phrase[], language: PhraseLanguage, name: (id: string) => string = (id) => id): string {
  return said.map((phrase) => sayOne(phrase, language, name)).join(language === 'zh' ? '，' : ', ');
}

function sayOne({ code, values }: Phrase, language: PhraseLanguage, name: (id: string) => string): string {
  return (FORMS[code]?.[language] ?? code).replace(/\{(\w+)\}/g, (hole, key: string) => {
    const value = values[key];
    if (value === undefined) return hole;
    if (WORDED.has(key)) return FORMS[`${key}.${value}`]?.[language] ?? value;
    if (key === 'device' || key === 'name') return name(value);
    if (key === 'names') return value.split(', ').map((id) => (id === '...' ? '…' : name(id))).join(language === 'zh' ? '、' : ', ');
    return value;
  });
}
