using Crm.Application.Tasks;
using Crm.Domain.Tasks;

namespace Crm.Api.Endpoints;

internal sealed class TaskEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var tasks = app.MapRecord<SalesTask, TaskView>("Tasks");
        tasks.MapList<SalesTask, ListTasks, TaskRow>(input => new ListTasks(input));
        tasks.MapCreate<SalesTask, CreateTask, TaskView>();
        tasks.MapGet("/my-day", MyDay).Reads<GetMyDay, MyDay>(
            "getMyDay", "Get your open tasks that are overdue, due today or due in the next seven days", "limit");
        tasks.MapUpdate<UpdateTask, SalesTask, TaskView>();
        tasks.MapDelete<SalesTask>();
        tasks.MapPatch("/{id:guid}/complete", Complete).Changes<CompleteTask, CompletedTaskView>(
            "completeTask", "Complete a task; the response contains the next task of a recurring one", bodyOptional: true);
    }

    private static Task<IResult> Complete(Guid id, Body<CompleteTask> body, UseCaseSender sender) =>
        sender.CommandAsync(body.Value with { TaskId = id });

    private static Task<IResult> MyDay(UseCaseSender sender, string? limit) => sender.QueryAsync(new GetMyDay(limit));
}
