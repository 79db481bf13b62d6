export function SinkStatus() {
  return null;
}
