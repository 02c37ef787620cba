import { t } from '../../state/language.svelte';
import type { DeviceItem } from '../model/contract';

export const onlineText = (device: DeviceItem) =>
  device.online === null ? `○ ${t('drawer.neverSpoke')}` : device.online ? `● ${t('drawer.online')}` : `⊘ ${t('drawer.offline')}`;
