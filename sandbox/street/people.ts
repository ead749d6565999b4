// Fictional owners: persons with personal identification numbers of the right form, and a few organisations.
import type { Random } from './random.ts';

export type Owner = {
  readonly owner_id: string;
  readonly owner_type: 'person' | 'organisation';
  readonly name: string;
  readonly birth_date: string;
  readonly sex: 'male' | 'female' | '';
  readonly address: string;
  readonly ward: string;
  readonly province: string;
  readonly email: string;
  readonly phone: string;
  readonly vneid_account: string;
};

const SURNAMES = ['Nguyễn', 'Nguyễn', 'Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Phan', 'Trương', 'Bùi', 'Đặng', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý'] as const;
const NAMES = {
  male: { middle: ['Văn', 'Hữu', 'Minh', 'Quốc', 'Thanh', 'Đức', 'Hoàng'], given: ['An', 'Bình', 'Cường', 'Dũng', 'Hải', 'Hùng', 'Khoa', 'Long', 'Nam', 'Phúc', 'Quân', 'Sơn', 'Tài', 'Thắng', 'Tuấn', 'Việt'] },
  female: { middle: ['Thị', 'Thị', 'Ngọc', 'Thu', 'Kim', 'Mỹ', 'Thanh'], given: ['Anh', 'Chi', 'Dung', 'Hà', 'Hạnh', 'Hoa', 'Lan', 'Linh', 'Mai', 'Nga', 'Ngân', 'Phương', 'Thảo', 'Trang', 'Vân', 'Yến'] },
} as const;
/** Wards as they are named since 1 July 2025. */
const WARDS = ['Phường Thủ Dầu Một', 'Phường Phú Lợi', 'Phường Chánh Hiệp', 'Phường Bình Dương', 'Phường Phú An', 'Phường Thuận An', 'Phường Lái Thiêu', 'Phường Dĩ An', 'Phường Tân Uyên', 'Phường Bến Cát'] as const;
const PROVINCE = 'Thành phố Hồ Chí Minh';
const STREETS = ['Phạm Ngọc Thạch', 'Hùng Vương', 'Đại lộ Bình Dương', 'Yersin', 'Cách Mạng Tháng Tám', 'Huỳnh Văn Lũy', 'Thích Quảng Đức', 'Lê Hồng Phong', 'Phú Lợi', '30 Tháng 4'] as const;
/** Birth registration: Bình Dương, Thành phố Hồ Chí Minh, Đồng Nai, Bà Rịa – Vũng Tàu. */
const ID_PROVINCES = ['074', '074', '074', '079', '075', '077'] as const;
const COMPANIES = ['Công ty TNHH Vận tải Mô Phỏng Xanh', 'Công ty Cổ phần Gốm Sứ Giả Định', 'Công ty TNHH Thương mại Ví Dụ Một', 'Hợp tác xã Vận tải Thử Nghiệm', 'Công ty TNHH Cơ khí Không Có Thật'] as const;
/** A top-level domain that is reserved for examples: no mail can reach anybody. */
const MAIL_DOMAIN = 'thu.example';

export function personOf(random: Random, number: number): Owner {
  const sex = random.chance(0.52) ? 'male' : 'female';
  const birthYear = random.integer(1958, 2007);
  const { middle, given } = NAMES[sex];
  const name = `${random.pick(SURNAMES)} ${random.pick(middle)} ${random.pick(given)}`;
  const birth_date = `${birthYear}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
  // Century and sex: 0 and 1 for men and women born in the twentieth century, 2 and 3 in the twenty-first.
  const centurySex = (birthYear >= 2000 ? 2 : 0) + (sex === 'female' ? 1 : 0);
  const owner_id = `${random.pick(ID_PROVINCES)}${centurySex}${two(birthYear % 100)}${random.digits(6)}`;
  const contact = { email: `${latin(name)}.${number}@${MAIL_DOMAIN}`, phone: `0900${String(number).padStart(6, '0')}`, vneid_account: random.chance(0.9) ? owner_id : '' };
  return { owner_id, owner_type: 'person', name, birth_date, sex, ...addressOf(random), ...contact };
}

export function organisationOf(random: Random, number: number): Owner {
  const name = COMPANIES[number % COMPANIES.length] ?? COMPANIES[0];
  // A tax number: ten digits.
  const owner_id = `37${String(number).padStart(2, '0')}${random.digits(6)}`;
  const contact = { email: `van-phong.${number}@${MAIL_DOMAIN}`, phone: `0274${String(number).padStart(7, '0')}`, vneid_account: owner_id };
  return { owner_id, owner_type: 'organisation', name, birth_date: '', sex: '', ...addressOf(random), ...contact };
}

function addressOf(random: Random): { readonly address: string; readonly ward: string; readonly province: string } {
  return { address: `${random.integer(1, 480)} ${random.pick(STREETS)}`, ward: random.pick(WARDS), province: PROVINCE };
}

function latin(name: string): string {
  return name.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replaceAll(/[^a-z ]/g, '').replaceAll(' ', '.');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
