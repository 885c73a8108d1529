import { qualitySuite } from "./quality-suite.ts";

qualitySuite(1, 2);
