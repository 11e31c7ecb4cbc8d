import { defineOzLivenessElement } from './define-oz-liveness-element.ts';

// The whole of the script-tag build: one classic script defines <oz-liveness>.
defineOzLivenessElement();
