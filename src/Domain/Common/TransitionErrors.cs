namespace Crm.Domain.Common;

/// <summary>The one refusal of every state machine.</summary>
public static class TransitionErrors
{
    /// <param name="record">What it is, as a sentence names it: deal, lead, task.</param>
    /// <param name="from">Its present state.</param>
    /// <param name="to">The state asked for.</param>
    /// <param name="allowed">The states that it may go to now.</param>
    public static Error NotAllowed<T>(string record, T from, T to, IEnumerable<T> allowed)
        where T : struct, Enum => Error.Conflict(
            "transition_not_allowed", $"A {record} in {EnumText<T>.Of(from)} cannot go to {EnumText<T>.Of(to)}; see allowed.")
        .With("allowed", allowed.Select(EnumText<T>.Of).ToArray());
}
