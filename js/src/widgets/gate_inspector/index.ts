import { bind } from "../../protocol/bind";
import { keys } from "../../protocol/gate_inspector.gen";
import { mount } from "./view";

export default bind(keys, mount);
