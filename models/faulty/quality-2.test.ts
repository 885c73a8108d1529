import { qualitySuite } from "./quality-suite.ts";

qualitySuite(2, 2);
