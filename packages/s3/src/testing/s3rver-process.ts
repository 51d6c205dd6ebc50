import S3rver from '@20minutes/s3rver';

/** Arguments: the folder to serve and the bucket. Sends the port to its parent process. */
const [directory = '', bucket = ''] = process.argv.slice(2);
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  directory,
  silent: true,
  configureBuckets: [{ name: bucket }],
});

// s3rver takes a last byte of 0 for none (lib/stores/filesystem.js), and would answer `bytes=0-0` with the whole object.
const { store } = server;
const getObject = store.getObject.bind(store);
store.getObject = (ofBucket, key, options) =>
  getObject(ofBucket, key, options?.end === 0 ? { ...options, end: Object(0) } : options);

const { port } = await server.run();
process.send?.(port);
process.once('disconnect', () => process.exit());
