/** Draws points with WebGL 2: positions as they come on the wire, one shader for two and three dimensions. */

import type { Lut } from "../theme/colors";
import type { Cloud, Positions } from "./point_cloud";
import type { Matrix } from "./view_matrix";

/** Bytes per point of `PointStyle`: shade (index into the colours), size (64 is 1), flags, nothing. */
export const STYLE_BYTES = 4;
export const SIZE_ONE = 64;
/** Flags. */
export const FAINT = 1;
export const MATCH = 2;
export const SELECTED = 4;

/** One picture of the points. */
export interface PointsFrame {
  readonly cloud: Cloud;
  readonly view: Matrix;
  /** Part of the canvas, device px from its lower left corner. */
  readonly viewport: readonly [x: number, y: number, width: number, height: number];
  /** Points to draw, from the first; fewer while moving where drawing is slow. */
  readonly count: number;
  /** Diameter of a point of size 1, device px. */
  readonly size: number;
  readonly alpha: number;
  /** How much of it points keep that are not lit while others are. */
  readonly fade: number;
  /** False where others are drawn in place of all but the lit points. */
  readonly all: boolean;
  /** Behind points in three dimensions: far points take of its colour. 0 to 1. */
  readonly paper: readonly [number, number, number];
  /** Of points lit by the search and of selected ones, 0 to 1. */
  readonly matchInk: readonly [number, number, number];
  readonly selectedInk: readonly [number, number, number];
  /** These inks are drawn around the points, which keep their own colour. */
  readonly outline: boolean;
}

export interface PointsGl {
  /** (count × STYLE_BYTES). */
  setStyle(style: Uint8Array): void;
  /** Of the points that are drawn last, and larger. */
  setLit(indices: Uint32Array): void;
  setColors(lut: Lut): void;
  resize(width: number, height: number): void;
  clear(): void;
  draw(frame: PointsFrame): void;
  /** Waits until all is painted; for measuring. */
  finish(): void;
  destroy(): void;
}

const VERTEX = `#version 300 es
layout(location = 0) in vec3 origin;
layout(location = 1) in vec3 target;
layout(location = 2) in uvec4 style;
uniform mat4 view;
uniform float share;
uniform float deep;
uniform float size;
uniform float alpha;
uniform float fade;
uniform bool lit;
uniform vec3 paper;
uniform vec3 matchInk;
uniform vec3 selectedInk;
uniform bool outline;
uniform highp sampler2D colors;
flat out vec4 ink;
flat out vec3 edge;
flat out float rim;
flat out float radius;
void main() {
  vec3 place = mix(origin, target, share) * 2.0 - 1.0;
  place.z *= deep;
  gl_Position = view * vec4(place, 1.0);
  float diameter = size * float(style.y) / ${SIZE_ONE}.0 / gl_Position.w;
  vec4 color = texelFetch(colors, ivec2(int(style.x), 0), 0);
  float cover = alpha * color.a;
  edge = vec3(0.0);
  rim = 0.0;
  if (lit) {
    bool match = (style.z & ${MATCH}u) != 0u;
    if (match || (style.z & ${SELECTED}u) != 0u) {
      edge = match ? matchInk : selectedInk;
      if (outline) rim = clamp(diameter * 0.17, 0.9, 5.0);
      else color.rgb = edge;
    }
    cover = 1.0;
  } else {
    cover *= fade;
  }
  if ((style.z & ${FAINT}u) != 0u && !lit) cover *= 0.12;
  float behind = deep * clamp((gl_Position.w - 0.75) * 1.1, 0.0, 0.6);
  color.rgb = mix(color.rgb, paper, lit ? behind * 0.4 : behind);
  // Points thinner than a pixel are as faint as they are thin.
  cover *= min(1.0, diameter * diameter);
  diameter = max(1.0, diameter);
  gl_PointSize = diameter < 2.0 ? diameter : diameter + 1.0;
  radius = diameter * 0.5;
  ink = vec4(color.rgb * cover, cover);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
flat in vec4 ink;
flat in vec3 edge;
flat in float rim;
flat in float radius;
uniform bool solid;
out vec4 color;
void main() {
  if (radius < 1.0) { color = ink; return; }
  float away = length(gl_PointCoord - 0.5) * (2.0 * radius + 1.0);
  float inside = clamp(radius + 0.5 - away, 0.0, 1.0);
  if (inside <= (solid ? 0.4 : 0.0)) discard;
  vec4 own = rim > 0.0 ? mix(ink, vec4(edge, 1.0), clamp(away - radius + rim + 0.5, 0.0, 1.0)) : ink;
  color = solid ? own : own * inside;
}`;

const UNIFORMS = [
  "view",
  "share",
  "deep",
  "size",
  "alpha",
  "fade",
  "lit",
  "paper",
  "matchInk",
  "selectedInk",
  "outline",
  "colors",
  "solid",
] as const;

/** Null where there is no WebGL 2. After `webglcontextlost` make a new one. */
export function createPointsGl(canvas: HTMLCanvasElement): PointsGl | null {
  const gl = canvas.getContext("webgl2", { alpha: true, antialias: false, depth: true, powerPreference: "low-power" });
  if (gl === null || gl.isContextLost()) return null;
  const program = link(gl);
  const at = Object.fromEntries(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)])) as Record<
    (typeof UNIFORMS)[number],
    WebGLUniformLocation
  >;
  const style = gl.createBuffer();
  const index = gl.createBuffer();
  const colors = gl.createTexture();
  // At most two pictures, each with where its points come from and go to.
  const held = new Map<Positions, WebGLBuffer>();
  let points = 0;
  let litCount = 0;

  gl.bindTexture(gl.TEXTURE_2D, colors);
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
  gl.useProgram(program);
  gl.uniform1i(at.colors, 0);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.clearColor(0, 0, 0, 0);
  for (let k = 0; k < 3; k++) gl.enableVertexAttribArray(k);

  function bufferOf(positions: Positions): WebGLBuffer {
    const known = held.get(positions);
    if (known !== undefined) {
      // The latest used is the last to go.
      held.delete(positions);
      held.set(positions, known);
      return known;
    }
    let buffer: WebGLBuffer;
    const [oldest] = held.keys();
    if (held.size >= 4 && oldest !== undefined) {
      buffer = held.get(oldest) as WebGLBuffer;
      held.delete(oldest);
    } else {
      buffer = (gl as WebGL2RenderingContext).createBuffer();
    }
    held.set(positions, buffer);
    gl?.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl?.bufferData(gl.ARRAY_BUFFER, positions.values, gl.DYNAMIC_DRAW);
    return buffer;
  }

  function bindPositions(location: number, positions: Positions): void {
    const buffer = bufferOf(positions);
    gl?.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl?.vertexAttribPointer(location, positions.dimensions, gl.UNSIGNED_SHORT, true, 0, 0);
  }

  return {
    setStyle(values) {
      points = values.length / STYLE_BYTES;
      gl.bindBuffer(gl.ARRAY_BUFFER, style);
      gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
    },
    setLit(indices) {
      litCount = indices.length;
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, index);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.DYNAMIC_DRAW);
    },
    setColors(lut) {
      const bytes = new Uint8Array(lut.buffer as ArrayBuffer, lut.byteOffset, lut.byteLength);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, lut.length, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    },
    resize(width, height) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    },
    clear() {
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    },
    draw(frame) {
      const { cloud, viewport, paper, matchInk, selectedInk } = frame;
      const count = Math.min(frame.count, cloud.to.count, points);
      if (count === 0) return;
      const deep = cloud.to.dimensions === 3;
      gl.viewport(...viewport);
      bindPositions(0, cloud.share < 1 ? cloud.from : cloud.to);
      bindPositions(1, cloud.to);
      gl.bindBuffer(gl.ARRAY_BUFFER, style);
      gl.vertexAttribIPointer(2, STYLE_BYTES, gl.UNSIGNED_BYTE, 0, 0);
      gl.uniformMatrix4fv(at.view, false, frame.view);
      gl.uniform1f(at.share, cloud.share);
      gl.uniform1f(at.deep, deep ? 1 : 0);
      gl.uniform1f(at.alpha, frame.alpha);
      gl.uniform1f(at.fade, frame.fade);
      gl.uniform3f(at.paper, ...paper);
      gl.uniform3f(at.matchInk, ...matchInk);
      gl.uniform3f(at.selectedInk, ...selectedInk);
      gl.uniform1i(at.outline, frame.outline ? 1 : 0);
      // Transparent points over one another would hide by their order, not by their depth.
      const solid = deep && frame.alpha * frame.fade > 0.6;
      if (frame.all) {
        if (solid) gl.enable(gl.DEPTH_TEST);
        gl.uniform1i(at.solid, solid ? 1 : 0);
        gl.uniform1f(at.size, frame.size);
        gl.uniform1i(at.lit, 0);
        gl.drawArrays(gl.POINTS, 0, count);
        gl.disable(gl.DEPTH_TEST);
      }
      if (litCount > 0) {
        gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, index);
        gl.uniform1i(at.solid, 0);
        gl.uniform1f(at.size, Math.max(frame.size * 1.4, frame.size + 2));
        gl.uniform1i(at.lit, 1);
        gl.drawElements(gl.POINTS, litCount, gl.UNSIGNED_INT, 0);
      }
    },
    finish() {
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    },
    destroy() {
      gl.getExtension("WEBGL_lose_context")?.loseContext();
    },
  };
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) continue;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`the shader of the points does not link: ${gl.getProgramInfoLog(program) ?? ""}`);
  }
  return program;
}
