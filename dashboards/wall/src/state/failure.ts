import type { ApiError } from '../api';
import { t } from './language.svelte';

/** What a person must know when an action did not succeed. */
export function failureText(failure: ApiError): string {
  switch (failure.status) {
    case 0: return t('error.network');
    case 403: return t('error.forbidden');
    case 404: return t('error.gone');
    case 409: return t('error.conflict', { detail: failure.detail });
    default: return t('error.other', { status: failure.status, detail: failure.detail });
  }
}
