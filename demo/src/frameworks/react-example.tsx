import { OzLiveness } from '@presence/react';
import { useState } from 'react';

export function ReactExample() {
  const [open, setOpen] = useState(false);
  const [status, setStatus] = useState('Not checked yet.');
  return (
    <>
      <button className="button" type="button" onClick={() => setOpen(true)}>
        Start the check
      </button>
      <p className="small" role="status">
        {status}
      </p>
      <OzLiveness
        adapterUrl="/"
        open={open}
        lang="en"
        action={['video_selfie_blank']}
        meta={{ transaction_id: crypto.randomUUID() }}
        onSubmit={() => setStatus('Sent.')}
        onComplete={(result) => setStatus(`Checked: ${result.state}.`)}
        onError={(error) => setStatus(`Stopped: ${error.code}.`)}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
