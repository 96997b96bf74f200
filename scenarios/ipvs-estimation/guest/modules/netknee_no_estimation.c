/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Livepatch: estimation_timer() of ip_vs does nothing. It re-arms itself at its end, so after one empty call it is not called
 * again, and does not come back when the patch goes.
 */
#include <linux/kernel.h>
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/timer.h>

static void no_estimation(struct timer_list *timer)
{
	(void)timer;
}

static struct klp_func functions[] = {
	{ .old_name = "estimation_timer", .new_func = no_estimation },
	{ }
};

static struct klp_object objects[] = {
	{ .name = "ip_vs", .funcs = functions },
	{ }
};

static struct klp_patch patch = { .mod = THIS_MODULE, .objs = objects };

static int __init enable(void)
{
	return klp_enable_patch(&patch);
}

/* A livepatch that is disabled may be taken out; the kernel asks for this function all the same. */
static void __exit leave(void)
{
}

module_init(enable);
module_exit(leave);
MODULE_DESCRIPTION("estimation_timer of ip_vs, emptied by livepatch");
MODULE_LICENSE("Dual MIT/GPL");
MODULE_INFO(livepatch, "Y");
