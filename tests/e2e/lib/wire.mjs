// HTTP by hand, for clients that do not behave.
import { connect } from 'node:net';

// Sends the pieces one after the other and collects what comes back until the server ends or falls silent for `quietMs`.
export function talk(port, pieces, { quietMs = 1500, endAfter = false } = {}) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let quiet;
    const done = (ended) => {
      clearTimeout(quiet);
      socket.destroy();
      resolve({ text, ended, replies: repliesIn(text) });
    };
    const listen = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => done(false), quietMs);
    };
    socket.on('connect', async () => {
      listen();
      for (const piece of pieces) {
        if (typeof piece === 'number') await new Promise((r) => setTimeout(r, piece));
        else if (!socket.destroyed) socket.write(piece);
      }
      if (endAfter) socket.end();
    });
    socket.on('data', (data) => {
      text += data.toString('latin1');
      listen();
    });
    socket.on('close', () => done(true));
    socket.on('error', (error) => (error.code === 'ECONNREFUSED' ? reject(error) : done(true)));
  });
}

// [{status, headers, body}] of answers that have a Content-Length.
function repliesIn(text) {
  const replies = [];
  while (text.startsWith('HTTP/1.')) {
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) break;
    const [line, ...lines] = text.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(lines.map((one) => [one.slice(0, one.indexOf(':')).toLowerCase(), one.slice(one.indexOf(':') + 1).trim()]));
    const length = Number(headers['content-length'] ?? 0);
    replies.push({ status: Number(line.split(' ')[1]), headers, body: Buffer.from(text.slice(end + 4, end + 4 + length), 'latin1').toString('utf8') });
    text = text.slice(end + 4 + length);
  }
  return replies;
}

export function head(method, path, headers = {}) {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
