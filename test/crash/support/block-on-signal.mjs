// Loaded into a keeper (node --import): at SIGUSR2 its event loop stands still, as under a regular expression that
// does not end. Sockets stay open and time goes on. Atomics.wait spends no CPU that the others need.
const SECONDS = 90;

process.on('SIGUSR2', () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SECONDS * 1000);
});
