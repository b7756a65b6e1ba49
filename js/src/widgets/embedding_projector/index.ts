import { bind } from "../../protocol/bind";
import { keys } from "../../protocol/embedding_projector.gen";
import { mount } from "./view";

export default bind(keys, mount);
