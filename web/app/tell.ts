// Short messages over the screen about what was, or was not, recorded.
import { notifications } from '@mantine/notifications';

export function tell(tone: 'good' | 'bad', message: string): void {
  notifications.show({ message, color: tone === 'good' ? 'teal' : 'red', autoClose: tone === 'good' ? 2500 : 8000, withBorder: true, className: `tell tell-${tone}` });
}
