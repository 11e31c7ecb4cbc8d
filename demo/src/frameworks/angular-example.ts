import { Component, signal } from '@angular/core';
import { OzLivenessComponent } from '@presence/angular';

@Component({
  selector: 'demo-example',
  imports: [OzLivenessComponent],
  template: `
    <button class="button" type="button" (click)="open.set(true)">Start the check</button>
    <p class="small" role="status">{{ status() }}</p>
    <oz-liveness-window
      [(open)]="open"
      lang="en"
      [action]="['video_selfie_blank']"
      [meta]="meta"
      (ozSubmit)="status.set('Sent.')"
      (ozComplete)="status.set('Checked: ' + $event.state + '.')"
      (ozError)="status.set('Stopped: ' + $event.code + '.')"
    />
  `,
})
export class AngularExample {
  protected readonly open = signal(false);
  protected readonly status = signal('Not checked yet.');
  protected readonly meta = { transaction_id: crypto.randomUUID() };
}
