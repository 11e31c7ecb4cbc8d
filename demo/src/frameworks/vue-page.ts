import { createApp } from 'vue';
import { showExample } from './show-example.ts';
import VueExample from './vue-example.vue';
import source from './vue-example.vue?raw';
import { whileWanted } from './while-wanted.ts';

showExample(source);
whileWanted(() => {
  const app = createApp(VueExample);
  app.mount('#example');
  return () => app.unmount();
});
