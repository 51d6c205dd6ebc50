import { saveBlob } from '../../../ui/browser/save-blob.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import type { DiagramModel } from '../diagram-model.ts';
import { svgText } from './svg-text.ts';

const TYPE = 'image/svg+xml';
/** Browsers draw no larger pictures. */
const MAX_SIDE = 12_000;

function toSvg(model: DiagramModel): string {
  const { cards, edges } = model.chosen();
  return svgText({ cards, edges, boxOf: model.boxOf, pathOf: model.pathOf, onlyKeys: model.onlyKeys() });
}

/** Saves the whole diagram as SVG. */
export function saveSvg(model: DiagramModel): void {
  saveBlob('diagram.svg', new Blob([toSvg(model)], { type: TYPE }));
}

async function draw(svg: string): Promise<Blob | null> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: TYPE }));
  try {
    image.src = url;
    await image.decode();
    const scale = Math.min(2, MAX_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * scale;
    canvas.height = image.naturalHeight * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Saves the whole diagram as PNG, in two dots for each of its own. */
export async function savePng(model: DiagramModel): Promise<void> {
  const blob = await draw(toSvg(model)).catch(() => null);
  if (blob) saveBlob('diagram.png', blob);
  else
    showToast({
      kind: 'danger',
      title: 'The browser could not draw the picture.',
      detail: 'Save it as SVG instead.',
    });
}
