using Crm.Application.Tasks;
using Crm.Domain.Tasks;

namespace Crm.Api.Endpoints;

internal sealed class TaskEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var tasks = app.MapCollection("tasks", "Tasks");
        tasks.MapGet("/", List).Lists<ListTasks, TaskRow>(ListTasks.Spec, "listTasks", "List tasks");
        tasks.MapPost("/", Create).Creates<CreateTask, TaskView>("createTask", "Create a task");
        tasks.MapGet("/my-day", MyDay).Reads<GetMyDay, MyDay>("getMyDay", "Get what is due for you: overdue, today, in the next seven days", "limit");
        tasks.MapGet("/{id:guid}", Get).Reads<GetTask, TaskView>("getTask", "Get a task");
        tasks.MapPut("/{id:guid}", Put).Changes<UpdateTask, TaskView>("replaceTask", "Replace a task's fields");
        tasks.MapPatch("/{id:guid}", Patch).Patches<UpdateTask, TaskView>("patchTask", "Change some of a task's fields");
        tasks.MapDelete("/{id:guid}", Delete).Deletes<DeleteTask>("deleteTask", "Move a task to the trash");
        tasks.MapPost("/{id:guid}/restore", Restore).Changes<RestoreTask, TaskView>("restoreTask", "Bring a task back from the trash", hasBody: false);
        tasks.MapPatch("/{id:guid}/complete", Complete).Changes<CompleteTask, CompletedTaskView>("completeTask", "Complete a task, with the next one where there is one", bodyOptional: true);
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListTasks(input));

    private static Task<IResult> Create(Body<CreateTask> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/tasks/{id}");

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetTask(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateTask, SalesTask, TaskView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateTask, SalesTask, TaskView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteTask(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreTask(id));

    private static Task<IResult> Complete(Guid id, Body<CompleteTask> body, UseCaseSender useCases) => useCases.CommandAsync(body.Value with { TaskId = id });

    private static Task<IResult> MyDay(UseCaseSender useCases, string? limit) => useCases.QueryAsync(new GetMyDay(limit));
}
