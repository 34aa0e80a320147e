namespace Crm.Domain.Tasks;

public static class SalesTaskErrors
{
    public static readonly Error CreatedClosed = Error.Invalid(
        "task_created_closed", "A task starts in an open status; create it, then complete or cancel it.").At("status");

    public static readonly Error ParentInTrash = Error.Conflict(
        "task_parent_in_trash", "All subjects of the task are in the trash; restore one of them first.");

    public static readonly Error AlreadyCompleted = Error.Conflict(
        "task_already_completed", "The task was completed at another time; reopen it (status PENDING), then complete it again.").At("at");

    public static Error TransitionNotAllowed(SalesTaskStatus from, SalesTaskStatus to) =>
        TransitionErrors.NotAllowed("task", from, to, TaskStatusMachine.Allowed(from));
}
