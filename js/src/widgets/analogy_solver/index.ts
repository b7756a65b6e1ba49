import { keys } from "../../protocol/analogy_solver.gen";
import { bind } from "../../protocol/bind";
import { mount } from "./view";

export default bind(keys, mount);
