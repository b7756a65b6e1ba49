/** From the picture, which reaches from -1 to 1, to the screen: one matrix for the GPU and for all that is done here. */

export interface Camera {
  /** Centre, in units of the picture. */
  readonly x: number;
  readonly y: number;
  /** 1 shows all. */
  readonly zoom: number;
  /** Rotation in three dimensions, radians. */
  readonly yaw: number;
  readonly pitch: number;
}

/** Px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Column-major, as WebGL takes it. */
export type Matrix = Float32Array;

export const ZOOM_RANGE = [0.5, 4000] as const;

/** Distance of the eye from the middle of the cube, in units of the picture. */
const EYE = 4;
/** A little room at the edges. */
const FILL = 0.94;
/** The corners of a cube that turns lie further out than those of a square; few points are there. */
const FILL_3D = 0.66;

/** Px per unit of the picture, at its middle. */
export function scaleOf(camera: Camera, size: Size, dimensions: number): number {
  // Before the picture has a size there must be nothing that is divided by 0.
  return (camera.zoom * (dimensions === 3 ? FILL_3D : FILL) * Math.max(1, Math.min(size.width, size.height))) / 2;
}

/**
 * Maps a point of the picture to clip space. In two dimensions w is 1; in three, x is right, y up and z towards the
 * eye after the rotation, and w falls from far to near, 1 in the middle.
 */
export function viewMatrix(camera: Camera, size: Size, dimensions: number): Matrix {
  const scale = scaleOf(camera, size, dimensions);
  const [sx, sy] = [(2 * scale) / size.width, (2 * scale) / size.height];
  const { x, y } = camera;
  const matrix = new Float32Array(16);
  if (dimensions !== 3) {
    matrix.set([sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, 0, 0, -x * sx, -y * sy, 0, 1]);
    return matrix;
  }
  const [right, up, near] = rotation(camera);
  for (let k = 0; k < 3; k++) {
    const w = -(near[k] as number) / EYE;
    matrix[4 * k] = sx * ((right[k] as number) - x * w);
    matrix[4 * k + 1] = sy * ((up[k] as number) - y * w);
    // The cube's corners lie within √3 of its middle: their depths fill the range from -1 to 1.
    matrix[4 * k + 2] = -(near[k] as number) / 2;
    matrix[4 * k + 3] = w;
  }
  matrix.set([-x * sx, -y * sy, 0, 1], 12);
  return matrix;
}

type Row = readonly [number, number, number];

/** Rows of the rotation: yaw about the upright axis, then pitch about the one across. */
function rotation({ yaw, pitch }: Camera): readonly [Row, Row, Row] {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return [
    [cy, 0, sy],
    [sp * sy, cp, -sp * cy],
    [-cp * sy, sp, cp * cy],
  ];
}

/** A place of the screen, px from the corner. */
export interface Spot {
  x: number;
  y: number;
  /** Below 1 in front of the middle, above behind it. */
  w: number;
}

export function project(matrix: Matrix, size: Size, x: number, y: number, z: number, out: Spot): Spot {
  const m = matrix as unknown as number[];
  const w = (m[3] as number) * x + (m[7] as number) * y + (m[11] as number) * z + (m[15] as number);
  const px = (m[0] as number) * x + (m[4] as number) * y + (m[8] as number) * z + (m[12] as number);
  const py = (m[1] as number) * x + (m[5] as number) * y + (m[9] as number) * z + (m[13] as number);
  out.x = (px / w + 1) * 0.5 * size.width;
  out.y = (1 - py / w) * 0.5 * size.height;
  out.w = w;
  return out;
}

/** The place of the picture under a px of the screen; in three dimensions, in the plane through its middle. */
export function unproject(camera: Camera, size: Size, dimensions: number, x: number, y: number) {
  const scale = scaleOf(camera, size, dimensions);
  return { x: camera.x + (x - size.width / 2) / scale, y: camera.y - (y - size.height / 2) / scale };
}

/** Zoomed by a factor; what is under the px (x, y) stays there. */
export function zoomAt(camera: Camera, size: Size, dimensions: number, factor: number, x: number, y: number): Camera {
  const [low, high] = ZOOM_RANGE;
  const zoom = Math.max(low, Math.min(high, camera.zoom * factor));
  const before = unproject(camera, size, dimensions, x, y);
  const after = unproject({ ...camera, zoom }, size, dimensions, x, y);
  return keepNear({ ...camera, zoom, x: camera.x + before.x - after.x, y: camera.y + before.y - after.y });
}

/** Moved by px of the screen, as if the picture were held. */
export function panBy(camera: Camera, size: Size, dimensions: number, dx: number, dy: number): Camera {
  const scale = scaleOf(camera, size, dimensions);
  return keepNear({ ...camera, x: camera.x - dx / scale, y: camera.y + dy / scale });
}

/** Radians per px. */
const TURN = 0.008;

/** Turned by px of the screen; never upside down. */
export function orbitBy(camera: Camera, dx: number, dy: number): Camera {
  const pitch = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, camera.pitch + TURN * dy));
  return { ...camera, yaw: (camera.yaw + TURN * dx) % (2 * Math.PI), pitch };
}

/** The picture can leave the screen only so far that it is found again. */
function keepNear(camera: Camera): Camera {
  const far = 1.5;
  return { ...camera, x: Math.max(-far, Math.min(far, camera.x)), y: Math.max(-far, Math.min(far, camera.y)) };
}

/** Between two cameras; zoom changes by equal factors, and the yaw goes the short way. */
export function betweenCameras(a: Camera, b: Camera, share: number): Camera {
  const mix = (from: number, to: number) => from + share * (to - from);
  const zoom = a.zoom * (b.zoom / a.zoom) ** share;
  // What is seen moves evenly: a step of the centre is worth more where the picture is larger.
  const pace = Math.abs(b.zoom / a.zoom - 1) < 1e-3 ? share : (1 / a.zoom - 1 / zoom) / (1 / a.zoom - 1 / b.zoom);
  const round = 2 * Math.PI;
  const turn = ((((b.yaw - a.yaw) % round) + 1.5 * round) % round) - Math.PI;
  return {
    x: a.x + pace * (b.x - a.x),
    y: a.y + pace * (b.y - a.y),
    zoom,
    yaw: a.yaw + share * turn,
    pitch: mix(a.pitch, b.pitch),
  };
}

/** The camera that shows points of the screen as it is now, with some room around them. */
export function fitBox(
  camera: Camera,
  size: Size,
  dimensions: number,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
  most = 60,
): Camera {
  const middle = unproject(camera, size, dimensions, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
  const room = 0.8;
  const factor = Math.min(
    (room * size.width) / Math.max(1e-6, box.right - box.left),
    (room * size.height) / Math.max(1e-6, box.bottom - box.top),
  );
  const zoom = Math.max(ZOOM_RANGE[0], Math.min(Math.max(most, camera.zoom), camera.zoom * factor));
  return keepNear({ ...camera, ...middle, zoom });
}

/** The place of a flat picture under a px, from its matrix alone. */
export function unprojectFlat(matrix: Matrix, size: Size, x: number, y: number): [number, number] {
  const [sx, sy, tx, ty] = [matrix[0] as number, matrix[5] as number, matrix[12] as number, matrix[13] as number];
  return [((2 * x) / size.width - 1 - tx) / sx, (1 - (2 * y) / size.height - ty) / sy];
}
