import { translate, translateName, type Holes, type Language, type TextKey } from '../i18n';
import { recall, remember } from './memory';

class LanguageChoice {
  now = $state<Language>(recall('language') === 'en' ? 'en' : 'zh');

  toggle(): void {
    this.now = this.now === 'zh' ? 'en' : 'zh';
    remember('language', this.now);
  }

  get tag(): string {
    return this.now === 'zh' ? 'zh-CN' : 'en-GB';
  }
}

export const language = new LanguageChoice();

/** The text in the chosen language; redrawn when the choice changes. */
export const t = (key: TextKey, holes?: Holes) => translate(language.now, key, holes);
export const nameOf = (group: 'channel' | 'class' | 'word', name: string) => translateName(language.now, group, name);
