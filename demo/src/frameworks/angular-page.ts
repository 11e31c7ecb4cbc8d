import type { ApplicationRef } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideOzLiveness } from '@presence/angular';
import { byId } from '../element.ts';
import { AngularExample } from './angular-example.ts';
import source from './angular-example.ts?raw';
import { showExample } from './show-example.ts';
import { whileWanted } from './while-wanted.ts';

showExample(source);
whileWanted(() => {
  byId('example', HTMLElement).append(document.createElement('demo-example'));
  const app = bootstrapApplication(AngularExample, { providers: [provideOzLiveness({ adapterUrl: '/' })] });
  return () => void app.then((running: ApplicationRef) => running.destroy());
});
