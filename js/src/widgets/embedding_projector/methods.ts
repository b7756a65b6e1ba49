/** Names of the ways from vectors to points. */

import type { Options } from "../../protocol/embedding_projector.gen";

export type Method = Options["method"];

export const METHODS: readonly { readonly value: Method; readonly label: string }[] = [
  { value: "pca", label: "PCA" },
  { value: "tsne", label: "t-SNE" },
  { value: "umap", label: "UMAP" },
  { value: "axes", label: "axes by formula" },
  { value: "given", label: "given" },
];

export function methodName(method: string): string {
  return METHODS.find(({ value }) => value === method)?.label ?? method;
}
