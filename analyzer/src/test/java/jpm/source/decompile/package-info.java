/** Tests of the decompiler. */
package jpm.source.decompile;
