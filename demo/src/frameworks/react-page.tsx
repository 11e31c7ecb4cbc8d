import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { byId } from '../element.ts';
import { ReactExample } from './react-example.tsx';
import source from './react-example.tsx?raw';
import { showExample } from './show-example.ts';
import { whileWanted } from './while-wanted.ts';

showExample(source);
whileWanted(() => {
  const root = createRoot(byId('example', HTMLElement));
  root.render(
    <StrictMode>
      <ReactExample />
    </StrictMode>,
  );
  return () => root.unmount();
});
