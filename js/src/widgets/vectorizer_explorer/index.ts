import { bind } from "../../protocol/bind";
import { keys } from "../../protocol/vectorizer_explorer.gen";
import { mount } from "./view";

export default bind(keys, mount);
