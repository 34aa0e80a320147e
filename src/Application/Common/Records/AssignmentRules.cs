namespace Crm.Application.Common.Records;

/// <summary>Validates the ids of an assignment.</summary>
internal static class AssignmentRules
{
    public static IRuleBuilderOptions<T, Guid[]> Ids<T>(this IRuleBuilder<T, Guid[]> rule) => rule
        .Must(ids => ids.Length is > 0 and <= Assignments.MaxIds).WithMessage($"must hold 1 to {Assignments.MaxIds} ids.")
        .Must(ids => ids.Distinct().Count() == ids.Length).WithMessage("must name each record once.");
}
