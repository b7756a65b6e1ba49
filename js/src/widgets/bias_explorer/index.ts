import { keys } from "../../protocol/bias_explorer.gen";
import { bind } from "../../protocol/bind";
import { mount } from "./view";

export default bind(keys, mount);
