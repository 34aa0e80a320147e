namespace Crm.Domain.Common;

/// <summary>Collects the field errors of an aggregate's input before any value is applied.</summary>
public sealed class FieldFaults
{
    private Dictionary<string, List<string>>? messages;

    /// <summary>The error that names each invalid field. Null if all are valid.</summary>
    public Error? Error => messages is null ? null : ErrorOf(messages.ToDictionary(m => m.Key, m => m.Value.ToArray()));

    /// <summary>The validation error for these fields.</summary>
    /// <param name="fields">Messages by field.</param>
    public static Error ErrorOf(IReadOnlyDictionary<string, string[]> fields) =>
        Error.Invalid("validation_failed", "Some fields are not valid; see errors.") with { Fields = fields };

    /// <summary>The validation error for these values. Null if all are valid.</summary>
    public static Error? In<T>(FieldRules<T> rules, T values) => new FieldFaults().Check(rules, values).Error;

    public FieldFaults Check<T>(FieldRules<T> rules, T values)
    {
        foreach (var step in rules.Steps)
        {
            if (!step.Rule.Allows(step.Value(values), step.Other?.Invoke(values)))
                Add(step.Field.Name, step.Rule.Message);
        }

        return this;
    }

    /// <summary>Checks a value against the rules of one member.</summary>
    public FieldFaults Check(FieldRules rules, string member, object? value)
    {
        var field = rules.Find(member) ?? throw new ArgumentException($"{member} has no rules.", nameof(member));
        foreach (var rule in field.Rules)
        {
            if (!rule.Allows(value, null))
                Add(field.Name, rule.Message);
        }

        return this;
    }

    /// <summary>Checks that the time is not in the future.</summary>
    public FieldFaults CheckPast(string member, DateTimeOffset? at, DateTimeOffset now) =>
        CheckThat(!(at > now), member, "must not be in the future.");

    /// <summary>Adds the message if a condition fails that is not a rule of the member alone.</summary>
    public FieldFaults CheckThat(bool isValid, string member, string message)
    {
        if (!isValid)
            Add(Field.NameOf(member), message);
        return this;
    }

    private void Add(string field, string message)
    {
        messages ??= new Dictionary<string, List<string>>(StringComparer.Ordinal);
        if (!messages.TryGetValue(field, out var known))
            messages[field] = known = [];
        known.Add(message);
    }
}
