// Serves folders over http on 127.0.0.1: right media types, byte ranges, and a log of every request.
// Knows nothing of players; a file that is not there is a 404 and stands in the log.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';

const mediaTypes = {
  '.m3u8': 'application/vnd.apple.mpegurl', // RFC 8216 §4
  '.mpd': 'application/dash+xml', // ISO/IEC 23009-1 annex C
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
  '.m4a': 'audio/mp4',
  '.ts': 'video/mp2t',
  '.aac': 'audio/aac',
  '.vtt': 'text/vtt',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
};

/** The first byte and the byte after the last that a Range header asks for; null when it cannot be met. */
export function byteRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header);
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') return { start: Math.max(0, size - Number(match[2])), end: size };
  const start = Number(match[1]);
  const end = match[2] === '' ? size : Math.min(size, Number(match[2]) + 1);
  return start < end ? { start, end } : null;
}

/** Finds the file below the longest mounted prefix; never outside its folder. */
function locate(mounts, url) {
  const prefixes = Object.keys(mounts).filter((prefix) => url === prefix || url.startsWith(`${prefix}/`));
  if (prefixes.length === 0) return null;
  const prefix = prefixes.reduce((a, b) => (a.length >= b.length ? a : b));
  const folder = path.resolve(mounts[prefix]);
  const file = path.resolve(folder, `.${url.slice(prefix.length) || '/'}`);
  return file === folder || file.startsWith(folder + path.sep) ? file : null;
}

/** Starts a server for `mounts` (URL prefix → folder); `requests` is its growing log. */
export async function serve(mounts) {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const url = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const answer = (status, headers = {}) => {
      requests.push({ method: request.method, url, status, range: request.headers.range });
      response.writeHead(status, { 'access-control-allow-origin': '*', 'cache-control': 'no-store', ...headers });
    };
    if (url === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const file = locate(mounts, url);
    const information = file && (await stat(file).catch(() => null));
    if (!information?.isFile()) {
      answer(404);
      response.end();
      return;
    }
    const headers = {
      'content-type': mediaTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
      'accept-ranges': 'bytes',
    };
    let part = { start: 0, end: information.size };
    if (request.headers.range) {
      part = byteRange(request.headers.range, information.size);
      if (!part) {
        answer(416, { 'content-range': `bytes */${information.size}` });
        response.end();
        return;
      }
      headers['content-range'] = `bytes ${part.start}-${part.end - 1}/${information.size}`;
    }
    answer(request.headers.range ? 206 : 200, { ...headers, 'content-length': part.end - part.start });
    if (request.method === 'HEAD' || part.start === part.end) {
      response.end();
      return;
    }
    createReadStream(file, { start: part.start, end: part.end - 1 })
      .on('error', () => response.destroy())
      .pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    requests,
    close: () => {
      server.closeAllConnections?.();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
