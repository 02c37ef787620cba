import { afterEach, describe, expect, test, vi } from 'vitest';
import { support } from '../src/push/phone';

afterEach(() => vi.unstubAllGlobals());

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';
const IPAD = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';

describe('Whether this browser can show notices', () => {
  const browser = (userAgent: string, knows: boolean, maxTouchPoints = 0, secure = true) => {
    vi.stubGlobal('isSecureContext', secure);
    vi.stubGlobal('navigator', { userAgent, maxTouchPoints, ...(knows ? { serviceWorker: {} } : {}) });
    if (knows) for (const name of ['PushManager', 'Notification']) vi.stubGlobal(name, class {});
    return support();
  };
  test('over https it can', () => expect(browser('Chrome', true)).toBe('yes'));
  test('over http it cannot', () => expect(browser('Chrome', true, 0, false)).toBe('insecure'));
  test('an iPhone can from its home screen', () => expect(browser(IPHONE, false)).toBe('homeScreen'));
  test('so can an iPad, which calls itself a Mac', () => expect(browser(IPAD, false, 5)).toBe('homeScreen'));
  test('a Mac without them cannot', () => expect(browser(IPAD, false)).toBe('unsupported'));
});
