using Crm.Application.Common.Text;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crm.Infrastructure.Persistence;

/// <summary>Stores a date or an instant as its text.</summary>
internal sealed class DateOrInstantConverter() : ValueConverter<DateOrInstant, string>(
    v => DatesOrInstants.Format(v), s => DatesOrInstants.TryParse(s)!);
