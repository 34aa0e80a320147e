using System.Text.Json;
using Crm.Application.Common.Json;

namespace Crm.Application.Common.Messaging;

/// <summary>A change of many records, answered with what its handler says about them: counts, a result for each.</summary>
/// <typeparam name="TAnswer">The answer; it has no version.</typeparam>
public interface ICommandWithAnswer<TAnswer> : ICommand
    where TAnswer : class
{
    Task<RenderedResponse?> ICommand.RenderAsync(IViews views, CommandOutcome outcome, CancellationToken ct) =>
        Task.FromResult<RenderedResponse?>(new RenderedResponse(null, JsonSerializer.SerializeToUtf8Bytes((TAnswer)outcome.Value!, CrmJson.Options)));
}
