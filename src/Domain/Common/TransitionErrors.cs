namespace Crm.Domain.Common;

/// <summary>The error of every state machine.</summary>
public static class TransitionErrors
{
    /// <param name="record">The kind of record in a sentence: deal, lead, task.</param>
    /// <param name="from">The current state.</param>
    /// <param name="to">The requested state.</param>
    /// <param name="allowed">The states that the record can change to.</param>
    public static Error NotAllowed<T>(string record, T from, T to, IEnumerable<T> allowed)
        where T : struct, Enum => Error.Conflict(
            "transition_not_allowed", $"A {record} in {EnumText<T>.Of(from)} cannot go to {EnumText<T>.Of(to)}; see allowed.")
        .With("allowed", allowed.Select(EnumText<T>.Of).ToArray());
}
