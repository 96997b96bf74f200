/* SPDX-License-Identifier: MIT */
/*
 * noop - do nothing, successfully.
 *
 * The cost floor of spawn + wait: what is left of a measured duration when
 * the program itself does no work.
 *
 * Usage:  noop
 * Output: none
 * Exit:   0
 */
int main(void)
{
	return 0;
}
