import type { IncomingMessage } from 'node:http';
import { requestTooLarge } from '../../protocol/protocol-errors.ts';

/**
 * Collects the body of a request as UTF-8.
 *
 * @throws OpmError REQUEST_TOO_LARGE as soon as the body, or its announced length, exceeds `limitBytes`
 * @throws the stream's error when the client goes away first, or the runtime's own when memory is short
 */
export function readBody(request: IncomingMessage, intent: string, limitBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => {
      // Whatever the client still sends is neither kept nor read.
      request.removeAllListeners('data');
      request.pause();
      reject(requestTooLarge(intent, limitBytes));
    };
    request.on('error', reject);
    request.once('close', () => reject(new Error('The client went away while sending its request')));
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge();
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limitBytes) return tooLarge();
      chunks.push(chunk);
    });
    request.once('end', () => {
      // An out-of-memory error thrown from the event handler would be uncaught and end the daemon.
      try {
        resolve(Buffer.concat(chunks).toString('utf8'));
      } catch (error) {
        reject(error);
      }
    });
  });
}
